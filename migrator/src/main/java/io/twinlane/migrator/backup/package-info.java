/**
 * Dumps of a database: taken at one moment, described by a manifest, checked by restoring them,
 * brought back. A connection string and a folder come in, files leave; the work is done by
 * PostgreSQL's own tools.
 */
@NullMarked
package io.twinlane.migrator.backup;

import org.jspecify.annotations.NullMarked;
