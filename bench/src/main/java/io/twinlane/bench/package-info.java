/**
 * The load harness: it starts a PostgreSQL and the suite, lets contenders take turns within one
 * run, and reports ratios. Speeds are reported here and asserted nowhere.
 */
@NullMarked
package io.twinlane.bench;

import org.jspecify.annotations.NullMarked;
