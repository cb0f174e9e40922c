package io.twinlane.schema.settings;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where PostgreSQL looks for a name without a schema: in functions, triggers and defaults of the
 * team's.
 *
 * @param schemas the schemas that are exposed, the default one first
 * @param extra schemas to look into after the exposed one
 */
public record SearchPath(List<String> schemas, List<String> extra) {

  public SearchPath {
    schemas = List.copyOf(schemas);
    extra = List.copyOf(extra);
  }

  public static SearchPath from(Environment env) {
    return new SearchPath(
        env.names("DB_SCHEMAS", "public"), env.names("DB_EXTRA_SEARCH_PATH", "public"));
  }

  /** The value of PostgreSQL's setting for a request to one of the schemas. */
  public String of(String schema) {
    return Stream.concat(Stream.of(schema), extra.stream())
        .distinct()
        .map(name -> '"' + name.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(", "));
  }

  /** The value that every connection begins with, which serves requests to the default schema. */
  public String ofDefault() {
    return of(schemas.getFirst());
  }
}
