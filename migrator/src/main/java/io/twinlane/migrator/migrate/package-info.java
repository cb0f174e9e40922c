/**
 * Applying the files of {@code migrations/}, once and in order, and what is known of them
 * afterwards.
 */
@NullMarked
package io.twinlane.migrator.migrate;

import org.jspecify.annotations.NullMarked;
