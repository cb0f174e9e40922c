package io.twinlane.schema.message;

/**
 * The schema of the database is another one than before; whoever keeps a catalog asks for it anew.
 *
 * @param version what the schema is known by; only that it is another one matters
 */
public record CatalogChanged(String version) implements Announcement {}
