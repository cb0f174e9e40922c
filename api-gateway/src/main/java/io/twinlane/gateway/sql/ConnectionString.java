package io.twinlane.gateway.sql;

import io.twinlane.gateway.http.Percent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header {@code Neon-Connection-String} says, read with lenience: some drivers send what
 * their users wrote as it is, with characters that no URL may have. In its path {@code +} is
 * itself, and in its query it is a blank.
 *
 * @param password empty if there is none
 * @param settings what the session is to begin with, by name
 */
record ConnectionString(
    String user, String password, String host, String database, Map<String, String> settings) {

  private static final int NAME_MAX = 63;

  private static final Pattern URL =
      Pattern.compile("postgres(?:ql)?://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);

  /** {@code -c name=value} and {@code --name=value}, with blanks in values behind a backslash. */
  private static final Pattern OPTION =
      Pattern.compile("(?:-c\\s*|--)([A-Za-z_][\\w.-]*)=((?:\\\\.|[^\\s\\\\])*)", Pattern.DOTALL);

  ConnectionString {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads it.
   *
   * @throws SqlException if something is missing; the message holds no part of it
   */
  static ConnectionString parse(String text) {
    if (!text.contains("://")) {
      throw SqlException.of("invalid connection string: it is no URL");
    }
    Matcher url = URL.matcher(text.strip());
    if (!url.matches()) {
      throw SqlException.of("incorrect scheme");
    }
    String authority = url.group(1);
    int at = authority.lastIndexOf('@');
    String[] credentials = authority.substring(0, Math.max(0, at)).split(":", 2);
    String user = Percent.decodedPath(credentials[0]);
    if (user.isEmpty()) {
      throw SqlException.of("missing username");
    }
    String host = host(authority.substring(at + 1));
    if (host.isEmpty()) {
      throw SqlException.of("missing hostname");
    }
    String password = credentials.length > 1 ? Percent.decodedPath(credentials[1]) : "";
    String database = Percent.decodedPath(firstSegment(url.group(2)));
    String query = url.group(3);
    return new ConnectionString(
        name(user),
        withoutNul(password),
        host,
        database.isEmpty() ? user : name(database),
        settings(query == null ? "" : query));
  }

  /** The first label of the host's name, by which clients choose a lane. */
  String label() {
    int dot = host.indexOf('.');
    return (dot < 0 ? host : host.substring(0, dot)).toLowerCase(Locale.ROOT);
  }

  private static String host(String hostAndPort) {
    if (hostAndPort.startsWith("[")) {
      return hostAndPort.substring(1, Math.max(1, hostAndPort.indexOf(']')));
    }
    int port = hostAndPort.lastIndexOf(':');
    return port < 0 ? hostAndPort : hostAndPort.substring(0, port);
  }

  private static String firstSegment(String path) {
    String rest = path.startsWith("/") ? path.substring(1) : path;
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private static Map<String, String> settings(String query) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String value = withoutNul(Percent.decodedQuery(parts.length > 1 ? parts[1] : ""));
      switch (Percent.decodedQuery(parts[0])) {
        case "application_name" -> settings.put("application_name", value);
        case "options" -> addOptions(value, settings);
        default -> {
          // how to connect is the lane's business
        }
      }
    }
    return settings;
  }

  private static void addOptions(String options, Map<String, String> settings) {
    Matcher option = OPTION.matcher(options);
    while (option.find()) {
      String name = option.group(1).replace('-', '_').toLowerCase(Locale.ROOT);
      settings.put(name, option.group(2).replaceAll("\\\\(.)", "$1"));
    }
  }

  /** PostgreSQL cuts a longer one off, and then it is another one (manual, 4.1.1). */
  private static String name(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
      throw SqlException.of(
          "invalid connection string: a name has more than " + NAME_MAX + " bytes");
    }
    return withoutNul(text);
  }

  private static String withoutNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw SqlException.of("invalid connection string: it holds a zero byte");
    }
    return text;
  }

  @Override
  public String toString() {
    return "postgres://" + user + ":***@" + host + "/" + database;
  }
}
