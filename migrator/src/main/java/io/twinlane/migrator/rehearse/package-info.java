/**
 * Pending migrations run for real on a copy of the database. Files come in; what each statement
 * locked, rewrote, scanned, wrote and how long it took come out. Only the copy is changed.
 */
@NullMarked
package io.twinlane.migrator.rehearse;

import org.jspecify.annotations.NullMarked;
