/**
 * Databases built anew from files on a scratch database, so that what files say can be compared
 * with what is there.
 */
@NullMarked
package io.twinlane.migrator.replay;

import org.jspecify.annotations.NullMarked;
