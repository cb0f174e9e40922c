package io.twinlane.schema.message;

/**
 * A place in PostgreSQL's log that is not before any commit acknowledged when it was asked for.
 *
 * @param position the timeline and the place on it, such as {@code 1/0/16B3748}
 */
public record PositionReply(String position) implements Reply {}
