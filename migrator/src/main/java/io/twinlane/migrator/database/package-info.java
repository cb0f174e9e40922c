/**
 * The way to PostgreSQL for commands: one blocking connection at a time, and scratch databases on
 * the same server.
 */
@NullMarked
package io.twinlane.migrator.database;

import org.jspecify.annotations.NullMarked;
