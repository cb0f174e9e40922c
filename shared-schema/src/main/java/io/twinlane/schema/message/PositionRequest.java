package io.twinlane.schema.message;

/**
 * Asks write-service where PostgreSQL's log ends now; the answer is a {@link PositionReply}, or a
 * {@link Failure} if that cannot be had.
 */
public record PositionRequest() implements Request {}
