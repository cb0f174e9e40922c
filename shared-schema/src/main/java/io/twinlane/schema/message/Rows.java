package io.twinlane.schema.message;

import io.vertx.core.buffer.Buffer;

/**
 * Some of the rows that a {@link RowsRequest} asks for. Answered with {@link Noted} when there is
 * room for more.
 *
 * @param stream the request's own
 * @param lines one for each row, each with its end; never changed once made
 */
public record Rows(long stream, Buffer lines) implements Request {}
