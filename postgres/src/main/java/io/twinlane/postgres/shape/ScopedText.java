package io.twinlane.postgres.shape;

import io.twinlane.schema.message.Session;
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
 * @param scope whose session it is, if it is a client's own; empty for one of the lane's
 * @param settings what a client's own session begins with
 */
public record ScopedText(
    String sql,
    @Nullable String role,
    @Nullable String searchPath,
    String scope,
    Map<String, String> settings) {

  public ScopedText {
    settings = Map.copyOf(settings);
  }

  /** In a session of the lane's. */
  public ScopedText(String sql, @Nullable String role, @Nullable String searchPath) {
    this(sql, role, searchPath, "", Map.of());
  }

  /** Of one of a work's statements. */
  public static ScopedText of(Statement statement, Work work) {
    Session session = work.session();
    return session == null
        ? new ScopedText(
            statement.sql(), work.identity().role(), work.settings().get("search_path"))
        : new ScopedText(
            statement.sql(), work.identity().role(), null, session.scope(), session.meaning());
  }

  /** About how much memory it takes to remember something of it, in characters. */
  public int weight() {
    return sql.length() + 200;
  }

  /** What a probe must set; behind a pooler a session has no search path of its own. */
  Map<String, String> settings(Map<String, String> everyTransaction) {
    Map<String, String> settings = new LinkedHashMap<>(everyTransaction);
    settings.putAll(this.settings);
    if (searchPath != null) {
      settings.put("search_path", searchPath);
    }
    if (role != null) {
      settings.put("role", role);
    }
    return settings;
  }
}
