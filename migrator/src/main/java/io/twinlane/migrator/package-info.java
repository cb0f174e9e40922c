/**
 * Changes of the schema and its first data, as commands that run once and end. Files of SQL and a
 * connection string come in; a changed database and an exit status come out. Plain blocking Java.
 */
@NullMarked
package io.twinlane.migrator;

import org.jspecify.annotations.NullMarked;
