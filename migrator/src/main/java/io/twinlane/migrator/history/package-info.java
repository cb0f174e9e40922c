/**
 * What is known of migrations: the files, which of them a database has, what became of each, and
 * the lock under which that is changed.
 */
@NullMarked
package io.twinlane.migrator.history;

import org.jspecify.annotations.NullMarked;
