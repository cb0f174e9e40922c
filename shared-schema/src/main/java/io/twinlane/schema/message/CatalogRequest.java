package io.twinlane.schema.message;

import java.util.List;

/**
 * Asks query-service for the catalog of some schemas; the answer is a {@link CatalogReply}.
 *
 * @param schemas names of schemas, as they stand in PostgreSQL
 * @param fresh whether to read it from PostgreSQL again, though one is at hand
 */
public record CatalogRequest(List<String> schemas, boolean fresh) implements Request {

  public CatalogRequest {
    schemas = List.copyOf(schemas);
    if (schemas.isEmpty()) {
      throw new IllegalArgumentException("a catalog needs at least one schema");
    }
  }
}
