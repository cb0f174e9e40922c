package io.twinlane.schema.message;

/**
 * Nobody waits for a work any more, as its client has gone: a lane that has not begun to commit it
 * stops it.
 *
 * @param ticket the work's own
 */
public record Abandoned(long ticket) implements Announcement {}
