package io.twinlane.schema.message;

/** What is told to whoever listens; nobody answers. */
public sealed interface Announcement extends Message
    permits TablesChanged, LaneState, CatalogChanged, Abandoned {}
