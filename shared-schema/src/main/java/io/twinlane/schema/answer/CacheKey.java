package io.twinlane.schema.answer;

import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.message.RequestSettings;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Work;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can change an answer. The lane's own database is not in it, as there is only one.
 *
 * <p>Invariant 3: two identities share an answer only if nothing in the statement can tell them
 * apart. The role is always in the key, since it decides what may be read at all; of the settings
 * that tell of the request, such as a token's claims, those are that the statement may look at;
 * PostgreSQL's own, such as {@code search_path}, always are.
 */
public record CacheKey(
    String sql,
    List<@Nullable String> parameters,
    List<ResultColumn> columns,
    @Nullable String role,
    Map<String, String> settings,
    String session,
    @Nullable TextForm form) {

  /**
   * The key of a work with one statement.
   *
   * @param read the settings that the statement may look at
   */
  public static CacheKey of(Work work, SettingsRead read) {
    Statement statement = work.statements().getFirst();
    return new CacheKey(
        statement.sql(),
        statement.parameters(),
        statement.columns(),
        work.identity().role(),
        RequestSettings.of(work.settings(), read),
        session(work, read),
        statement.form());
  }

  /** A client's own session is its database, its user and its settings; never its password. */
  private static String session(Work work, SettingsRead read) {
    Session session = work.session();
    if (session == null) {
      return "";
    }
    return read.isNone() ? session.scope() : session.scopeWithName();
  }

  /** A rough weight in bytes. */
  public long weight() {
    long weight = 2L * (sql.length() + session.length());
    for (String parameter : parameters) {
      weight += parameter == null ? 0 : 2L * parameter.length();
    }
    for (ResultColumn column : columns) {
      weight += 64 + 2L * column.name().length();
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      weight += 64 + 2L * (setting.getKey().length() + setting.getValue().length());
    }
    return weight;
  }
}
