package io.twinlane.migrator.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a difference what says nothing: that the user who applies it owns what it makes, and
 * what is the case anyway.
 *
 * @param user who the scratch databases belong to, as PostgreSQL quotes it
 */
record Tidy(String user) {

  private static final Pattern EXTENSION_COMMENT =
      Pattern.compile("COMMENT ON EXTENSION (\\S+) .*");

  /** The statements without those that say nothing. */
  List<String> tidied(List<String> statements) {
    List<String> kept = new ArrayList<>();
    for (String sql : statements) {
      boolean own = sql.startsWith("SET search_path") || ownership().matcher(sql).matches();
      if (!own && !comesWithExtension(sql, kept)) {
        kept.add(forWhoeverApplies(sql));
      }
    }
    return kept;
  }

  private Pattern ownership() {
    String quoted = Pattern.quote(user);
    return Pattern.compile(
        "ALTER\\b.*\\bOWNER TO %s|(GRANT|REVOKE)\\b.*\\b(TO|FROM) %s".formatted(quoted, quoted),
        Pattern.DOTALL);
  }

  /** Making an extension sets its comment. */
  private static boolean comesWithExtension(String sql, List<String> before) {
    var matcher = EXTENSION_COMMENT.matcher(sql);
    return matcher.matches()
        && before.stream()
            .anyMatch(made ->
                made.matches("CREATE EXTENSION " + Pattern.quote(matcher.group(1)) + "\\b.*"));
  }

  private String forWhoeverApplies(String sql) {
    return sql.startsWith("ALTER DEFAULT PRIVILEGES")
        ? sql.replaceFirst("FOR ROLE " + Pattern.quote(user) + "\\b *", "")
        : sql;
  }
}
