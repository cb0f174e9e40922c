/**
 * Drafts of migrations, and schema files of databases that are there: two databases are compared,
 * and what turns one into the other is written down, safely ordered, proven on a scratch database.
 * Files are written into the schema folder alone; only push changes the database itself.
 */
@NullMarked
package io.twinlane.migrator.generate;

import org.jspecify.annotations.NullMarked;
