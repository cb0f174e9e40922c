/**
 * The DIRECT lane. A {@code Work} comes in over the event bus, runs as one transaction on a
 * read-write connection, and its reply goes back. Nothing here caches.
 */
@NullMarked
package io.twinlane.write;

import org.jspecify.annotations.NullMarked;
