/**
 * Looks at what a database holds and how it is used, and the chores that nobody else does: fresh
 * statistics, and rows past their expiry. A report reads catalogs and statistics in a transaction
 * that cannot write; only the chores change anything.
 */
@NullMarked
package io.twinlane.migrator.report;

import org.jspecify.annotations.NullMarked;
