package io.twinlane.schema.message;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A session of a client's own, as somebody whom PostgreSQL knows: what the statements of SQL over
 * HTTP run in, where those of REST run in a session of the lane.
 *
 * @param database to connect to, on the lane's server
 * @param user who logs in; empty for the lane's own, of which the work's role is all that a token
 *     gives
 * @param password what the user shows for it; checked by PostgreSQL, and in no text that is made of
 *     this
 * @param settings what the session begins with, by name in lower case; without those that decide
 *     how text is read
 */
public record Session(String database, String user, String password, Map<String, String> settings) {

  /** What the lanes rely on themselves to read text, and to be read. */
  private static final Set<String> FIXED = Set.of("client_encoding", "standard_conforming_strings");

  public Session {
    Map<String, String> own = new TreeMap<>();
    settings.forEach((name, value) -> own.put(name.toLowerCase(Locale.ROOT), value));
    own.keySet().removeAll(FIXED);
    settings = Collections.unmodifiableMap(own);
  }

  /**
   * Whether a token stands in place of a login: then the work has a role, and must not leave it.
   */
  public boolean byToken() {
    return user.isEmpty();
  }

  /**
   * The settings that may change what a statement means or gives: not what the client is called.
   */
  public Map<String, String> meaning() {
    Map<String, String> meaning = new TreeMap<>(settings);
    meaning.remove("application_name");
    return meaning;
  }

  /** What tells it from sessions in which a statement may mean something else. */
  public String scope() {
    // NUL is in no name and in no value (PostgreSQL manual, 4.1)
    return database + '\0' + user + '\0' + joined(meaning());
  }

  /** The same with what the client is called. */
  public String scopeWithName() {
    return database + '\0' + user + '\0' + joined(settings);
  }

  private static String joined(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + '\0' + setting.getValue())
        .collect(Collectors.joining("\0"));
  }

  @Override
  public String toString() {
    return "Session[" + user + "@" + database + "]";
  }
}
