package io.twinlane.query;

import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can change an answer. The database is not in it, as a lane has only one.
 *
 * <p>Invariant 3: two identities share an answer only if nothing in the statement can tell them
 * apart. The role is always in the key, since it decides what may be read at all; other settings,
 * such as a token's claims, are where the statement may look at them, and {@code search_path}
 * always is.
 */
record CacheKey(
    String sql,
    List<@Nullable String> parameters,
    List<ResultColumn> columns,
    @Nullable String role,
    Map<String, String> settings) {

  private static final String SEARCH_PATH = "search_path";

  /** The key of a work with one statement. */
  static CacheKey of(Work work, boolean looksAtSettings) {
    Statement statement = work.statements().getFirst();
    return new CacheKey(
        statement.sql(),
        statement.parameters(),
        statement.columns(),
        work.identity().role(),
        looksAtSettings ? work.settings() : searchPath(work));
  }

  private static Map<String, String> searchPath(Work work) {
    String path = work.settings().get(SEARCH_PATH);
    return path == null ? Map.of() : Map.of(SEARCH_PATH, path);
  }

  /** A rough weight in bytes. */
  long weight() {
    long weight = 2L * sql.length();
    for (String parameter : parameters) {
      weight += parameter == null ? 0 : 2L * parameter.length();
    }
    return weight;
  }
}
