package io.twinlane.schema.settings;

import io.twinlane.schema.settings.DatabaseUrl.Limits;
import io.twinlane.schema.settings.DatabaseUrl.Target;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads connection strings as people and providers write them.
 *
 * <p>Every part may be percent-encoded; {@code +} stays {@code +}, and raw {@code + / = : @} in a
 * password are accepted. A parameter that is not known is refused by name, since one that is
 * dropped in silence would be a promise not kept.
 */
final class DatabaseUrlParser {

  private static final int PORT_DEFAULT = 5432;
  private static final int CONNECTIONS_MAX = 1_000;
  private static final Duration WAIT_MAX = Duration.ofMinutes(1);

  /** Parameters that become settings of the session, and what PostgreSQL calls them. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "application_name", "application_name",
          "options", "options",
          "search_path", "search_path",
          "schema", "search_path");

  /** Parameters whose only sensible values change nothing here, with those values. */
  private static final Map<String, List<String>> WITHOUT_EFFECT =
      Map.of(
          "channel_binding", List.of("disable", "prefer", "require"),
          "gssencmode", List.of("disable", "prefer"),
          "target_session_attrs", List.of("any"),
          "client_encoding", List.of("utf8", "UTF8", "utf-8", "UTF-8", "auto"),
          "fallback_application_name", List.of());

  /** Where Twinlane keeps its own tables. */
  private static final String OWN_SCHEMA = "twinlane";

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(us|ms|s|min|h|d)?");

  private final Map<String, String> parameters;

  private DatabaseUrlParser(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  static DatabaseUrl parse(String text) {
    String rest = withoutScheme(text.strip());
    int at = endOfCredentials(rest);
    String[] credentials = rest.substring(0, at).split(":", 2);
    String[] addressAndQuery = rest.substring(at + 1).split("\\?", 2);
    String address = addressAndQuery[0];
    String query = addressAndQuery.length < 2 ? "" : addressAndQuery[1];
    DatabaseUrlParser parser = new DatabaseUrlParser(parameters(query));
    Target target = target(address, Encoded.decoded(credentials[0], "user"));
    DatabaseUrl url =
        new DatabaseUrl(
            target,
            credentials.length < 2 || credentials[1].isEmpty()
                ? Optional.empty()
                : Optional.of(new Secret(Encoded.decoded(credentials[1], "password"))),
            parser.tls(),
            parser.limits(),
            parser.settings(target.user()));
    parser.refuseTheRest();
    return url;
  }

  /**
   * The first @ with no other before the next slash or question mark: a password may hold any of
   * them.
   */
  private static int endOfCredentials(String rest) {
    for (int at = rest.indexOf('@'); at >= 0; at = rest.indexOf('@', at + 1)) {
      String host = rest.substring(at + 1).split("[/?]", 2)[0];
      if (!host.contains("@")) {
        return at;
      }
    }
    throw new IllegalArgumentException("it names no user: expected postgres://USER:PASSWORD@HOST");
  }

  private static String withoutScheme(String text) {
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "postgres", "postgresql" -> text.substring(colon + 3);
      case "mysql", "mariadb" ->
          throw new IllegalArgumentException(
              scheme + ":// is not PostgreSQL (PlanetScale's MySQL is not either)");
      case "libsql", "sqlite", "file" ->
          throw new IllegalArgumentException(
              scheme + ":// is not PostgreSQL but SQLite (Turso is too)");
      case "mongodb", "mongodb+srv", "sqlserver", "redis", "rediss", "prisma", "prisma+postgres" ->
          throw new IllegalArgumentException(scheme + ":// is not PostgreSQL's own protocol");
      default ->
          throw new IllegalArgumentException("it must start with postgres:// or postgresql://");
    };
  }

  private static Target target(String text, String user) {
    int slash = text.indexOf('/');
    String authority = slash < 0 ? text : text.substring(0, slash);
    String database = slash < 0 ? "" : Encoded.decoded(text.substring(slash + 1), "database");
    if (user.isEmpty() || database.isEmpty()) {
      throw new IllegalArgumentException("it names no " + (user.isEmpty() ? "user" : "database"));
    }
    return new Target(host(authority), port(authority), database, user);
  }

  private static String host(String authority) {
    if (authority.contains(",")) {
      throw new IllegalArgumentException("it names several hosts: give the one to use");
    }
    if (authority.startsWith("[") && !authority.contains("]")) {
      throw new IllegalArgumentException("its host begins with [ and has no ]");
    }
    String host =
        authority.startsWith("[")
            ? authority.substring(1, authority.indexOf(']'))
            : authority.split(":", 2)[0];
    if (host.isEmpty() || host.startsWith("%2F") || host.startsWith("%2f")) {
      throw new IllegalArgumentException(
          host.isEmpty() ? "it names no host" : "a folder of Unix-domain sockets is not supported");
    }
    return Encoded.decoded(host, "host");
  }

  private static int port(String authority) {
    String afterHost = authority.substring(authority.lastIndexOf(']') + 1);
    int colon = afterHost.indexOf(':');
    String port = colon < 0 ? "" : afterHost.substring(colon + 1);
    if (port.isEmpty()) {
      return PORT_DEFAULT;
    }
    if (!port.matches("\\d{1,9}")) {
      // the text after the colon may be a part of the password, so it is not repeated
      throw new IllegalArgumentException(
          "its port is not a number; if the password holds : @ / or ?, percent-encode them");
    }
    return Integer.parseInt(port);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : query.split("&", -1)) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        String name = Encoded.decoded(pair[0], "parameters");
        String value = pair.length < 2 ? "" : Encoded.decoded(pair[1], "parameters");
        if (parameters.put(name, value) != null) {
          throw new IllegalArgumentException("it says " + shown(name) + " twice");
        }
      }
    }
    return parameters;
  }

  private Tls tls() {
    Tls.Mode mode = take("sslmode").map(Tls.Mode::parse).orElse(Tls.Mode.PREFER);
    Optional<Path> root =
        take("sslrootcert").filter(file -> !file.equals("system")).map(this::path);
    Optional<Path> certificate = take("sslcert").map(this::path);
    Optional<Path> key = take("sslkey").map(this::path);
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("sslcert and sslkey go together");
    }
    return new Tls(mode, root, certificate.map(file -> new Tls.Client(file, key.orElseThrow())));
  }

  private Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("the name of a certificate's file is not a path");
    }
  }

  private Limits limits() {
    Optional<Integer> connections =
        take("connection_limit").map(text -> count("connection_limit", text));
    Optional<Duration> wait =
        take("pool_timeout")
            .map(text -> seconds("pool_timeout", text))
            .map(time -> time.isZero() || time.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : time);
    Optional<Duration> connect =
        take("connect_timeout")
            .map(text -> seconds("connect_timeout", text))
            .filter(time -> !time.isZero());
    Optional<Duration> statement =
        take("statement_timeout").map(DatabaseUrlParser::time).filter(time -> !time.isZero());
    boolean pooler = take("pgbouncer").map(DatabaseUrlParser::flag).orElse(false);
    return new Limits(connections, wait, connect, statement, pooler);
  }

  private Map<String, String> settings(String user) {
    Map<String, String> settings = new TreeMap<>();
    if (user.equals(OWN_SCHEMA)) {
      // by default a user looks first into the schema of its own name
      settings.put("search_path", "public");
    }
    SETTINGS.forEach(
        (parameter, setting) -> take(parameter).ifPresent(value -> settings.put(setting, value)));
    return settings;
  }

  private void refuseTheRest() {
    WITHOUT_EFFECT.forEach((parameter, values) ->
        take(parameter)
            .filter(value -> !values.isEmpty() && !values.contains(value))
            .ifPresent(_ -> {
              throw new IllegalArgumentException(
                  parameter + " is supported as " + String.join(", ", values) + " only");
            }));
    if (!parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "these parameters are not known: "
              + String.join(
                  ", ",
                  new TreeSet<>(
                      parameters.keySet().stream().map(DatabaseUrlParser::shown).toList())));
    }
  }

  private Optional<String> take(String parameter) {
    return Optional.ofNullable(parameters.remove(parameter));
  }

  /** A name, unless it is so odd that it may be a part of a password that was not encoded. */
  private static String shown(String name) {
    return name.matches("[a-zA-Z_][a-zA-Z0-9_.]{0,40}") ? name : "(one that is not a name)";
  }

  private static int count(String parameter, String text) {
    if (text.matches("\\d{1,4}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= CONNECTIONS_MAX) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        parameter + " must be a whole number from 1 to " + CONNECTIONS_MAX);
  }

  private static Duration seconds(String parameter, String text) {
    if (text.matches("\\d{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    throw new IllegalArgumentException(parameter + " must be a whole number of seconds");
  }

  /**
   * A time as PostgreSQL's settings have it: a number and a unit, milliseconds if there is none.
   */
  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "statement_timeout must be a number with a unit (us, ms, s, min, h, d), such as 30s");
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
    return switch (unit) {
      case "us" -> Duration.ofNanos(number * 1_000);
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new IllegalStateException(unit);
    };
  }

  private static boolean flag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("pgbouncer must be true or false");
  }
}
