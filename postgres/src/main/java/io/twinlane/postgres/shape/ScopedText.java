package io.twinlane.postgres.shape;

import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a statement, with what decides which things its names mean.
 *
 * @param sql the text
 * @param role who runs it, for policies; null for the lane's own user
 * @param searchPath where names without a schema are looked for; null for the session's own
 */
public record ScopedText(String sql, @Nullable String role, @Nullable String searchPath) {

  /** Of one of a work's statements. */
  public static ScopedText of(Statement statement, Work work) {
    return new ScopedText(
        statement.sql(), work.identity().role(), work.settings().get("search_path"));
  }

  /** About how much memory it takes to remember something of it, in characters. */
  public int weight() {
    return sql.length() + 200;
  }

  /** What a probe must set; behind a pooler a session has no search path of its own. */
  Map<String, String> settings(Map<String, String> everyTransaction) {
    Map<String, String> settings = new LinkedHashMap<>(everyTransaction);
    if (searchPath != null) {
      settings.put("search_path", searchPath);
    }
    if (role != null) {
      settings.put("role", role);
    }
    return settings;
  }
}
