/**
 * Migrations looked over before they run: what locks, rewrites, loses or opens more than its author
 * may think, and the safe way as SQL. Files of SQL come in, findings come out; no database is
 * asked.
 */
@NullMarked
package io.twinlane.migrator.lint;

import org.jspecify.annotations.NullMarked;
