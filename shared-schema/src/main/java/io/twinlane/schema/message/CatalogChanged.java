package io.twinlane.schema.message;

/**
 * The schema of the database is another one than before; whoever keeps a catalog asks for it anew.
 *
 * @param version the newest applied migration, empty if none
 */
public record CatalogChanged(String version) implements Announcement {}
