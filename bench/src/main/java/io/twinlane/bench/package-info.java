/**
 * The load harness: the command line, what is overloaded, and services as processes of their own.
 * Each command starts a PostgreSQL and the suite, and reports; speeds are asserted nowhere.
 */
@NullMarked
package io.twinlane.bench;

import org.jspecify.annotations.NullMarked;
