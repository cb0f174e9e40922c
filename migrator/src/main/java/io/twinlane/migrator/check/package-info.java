/**
 * Comparisons of what files say with what a database holds, by all that the catalogs know of it.
 */
@NullMarked
package io.twinlane.migrator.check;

import org.jspecify.annotations.NullMarked;
