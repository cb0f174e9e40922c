package io.twinlane.schema.message;

/** What was announced is taken into account: from now on no answer is older. */
public record Noted() implements Reply {}
