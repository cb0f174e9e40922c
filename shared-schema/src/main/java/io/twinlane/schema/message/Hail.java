package io.twinlane.schema.message;

/** Asks one service whether it still lives; answered with {@link Noted} at once. */
public record Hail() implements Request {}
