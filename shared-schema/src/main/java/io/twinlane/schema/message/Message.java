package io.twinlane.schema.message;

/** What may cross the event bus: something asked, its reply, or something told to all. */
public sealed interface Message permits Request, Reply, Announcement {}
