/**
 * Everything in one JVM: {@code ./twinlane up} starts an embedded PostgreSQL unless it is given a
 * database, runs the migrator to its end, and then the services. It adds no behaviour of its own.
 */
@NullMarked
package io.twinlane.standalone;

import org.jspecify.annotations.NullMarked;
