package io.twinlane.schema.message;

import java.util.Map;
import java.util.TreeMap;

/**
 * A session of a client's own, as somebody whom PostgreSQL knows: what the statements of SQL over
 * HTTP run in, where those of REST run in a session of the lane.
 *
 * @param database to connect to, on the lane's server
 * @param user who logs in
 * @param password what the user shows for it; checked by PostgreSQL, and in no text that is made of
 *     this
 * @param settings what the session begins with, by name
 */
public record Session(String database, String user, String password, Map<String, String> settings) {

  public Session {
    settings = Map.copyOf(settings);
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
    return database + '\0' + user + '\0' + meaning();
  }

  @Override
  public String toString() {
    return "Session[" + user + "@" + database + "]";
  }
}
