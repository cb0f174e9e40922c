package io.twinlane.schema.message;

/**
 * A work that reads, the rows of whose last statement are wanted piece by piece, however many there
 * are. Each piece is a {@link Rows} to an address; the next one is read once that was answered.
 *
 * <p>Answered with {@link Done} after the last piece, or with a {@link Failure} at any time.
 *
 * @param address of whoever takes the pieces
 * @param stream which of the streams to that address this is
 */
public record RowsRequest(Work work, String address, long stream) implements Request {}
