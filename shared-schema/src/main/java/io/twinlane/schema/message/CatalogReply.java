package io.twinlane.schema.message;

import io.twinlane.schema.catalog.Catalog;

/** The catalog as it stood when it was last read. */
public record CatalogReply(Catalog catalog) implements Reply {}
