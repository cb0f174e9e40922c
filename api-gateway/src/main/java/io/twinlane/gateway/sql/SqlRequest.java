package io.twinlane.gateway.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * @param batch whether it is a list of statements, which are one transaction
 */
record SqlRequest(List<Query> queries, boolean batch) {

  SqlRequest {
    queries = List.copyOf(queries);
  }

  /**
   * A statement.
   *
   * @param parameters as PostgreSQL reads them
   * @param arrays whether rows are arrays; null for as the header says
   */
  record Query(String sql, List<@Nullable String> parameters, @Nullable Boolean arrays) {}
}
