/**
 * The CACHED lane. A {@code Work} that reads comes in over the event bus and its reply goes back.
 * It also reads the catalog of the database for whoever asks. PostgreSQL refuses writes on its
 * connections.
 */
@NullMarked
package io.twinlane.query;

import org.jspecify.annotations.NullMarked;
