/**
 * The services as processes of their own on loopback, as they run on several machines, and what may
 * happen to them there: to be frozen, killed, restarted or cut off. Needs a POSIX shell.
 */
@NullMarked
package io.twinlane.bench.cluster;

import org.jspecify.annotations.NullMarked;
