/**
 * Those who are compared: servers as processes of their own, and pgbench. Each starts with its
 * settings, does one kind of request, and tells which processes are its own; what comes of it is
 * figures of {@code measure}.
 */
@NullMarked
package io.twinlane.bench.contender;

import org.jspecify.annotations.NullMarked;
