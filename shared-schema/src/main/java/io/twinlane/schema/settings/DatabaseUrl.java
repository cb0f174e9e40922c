package io.twinlane.schema.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A PostgreSQL connection string, taken apart and checked: {@code
 * postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require}.
 *
 * <p>Every part may be percent-encoded; {@code +} stays {@code +}. Raw {@code + / =} in the
 * password are accepted. A parameter that is not known is refused by name, since one that is
 * dropped in silence would be a promise not kept. Neither {@link #toString} nor a refusal ever
 * holds the password.
 */
public record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    Optional<Secret> password,
    Tls tls,
    Map<String, String> settings) {

  private static final int PORT_DEFAULT = 5432;

  /** Parameters that become start-up settings of the session, as PostgreSQL names them. */
  private static final List<String> SESSION_SETTINGS =
      List.of("application_name", "options", "search_path");

  public DatabaseUrl {
    settings = Map.copyOf(settings);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the port must be from 1 to 65535");
    }
  }

  /** How the connection is protected: a libpq sslmode and the certificates to trust, if named. */
  public record Tls(Mode mode, Optional<Path> rootCertificate) {

    /** The sslmodes that say what they do; those that fall back to plain text are refused. */
    public enum Mode {
      DISABLE,
      REQUIRE,
      VERIFY_CA,
      VERIFY_FULL
    }
  }

  /**
   * Reads a connection string.
   *
   * @throws IllegalArgumentException if it cannot be used; the message says why, without the
   *     password
   */
  public static DatabaseUrl parse(String text) {
    String rest = withoutScheme(text.strip());
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String address = question < 0 ? rest : rest.substring(0, question);
    int at = address.lastIndexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException(
          "it names no user: expected postgres://USER:PASSWORD@HOST");
    }
    String[] credentials = address.substring(0, at).split(":", 2);
    String hostPart = address.substring(at + 1);
    int slash = hostPart.indexOf('/');
    String authority = slash < 0 ? hostPart : hostPart.substring(0, slash);
    String database = slash < 0 ? "" : decoded(hostPart.substring(slash + 1), "database");
    String user = decoded(credentials[0], "user");
    if (user.isEmpty() || database.isEmpty()) {
      throw new IllegalArgumentException("it names no " + (user.isEmpty() ? "user" : "database"));
    }
    Map<String, String> parameters = parameters(query);
    return new DatabaseUrl(
        host(authority),
        port(authority),
        database,
        user,
        credentials.length < 2
            ? Optional.empty()
            : Optional.of(new Secret(decoded(credentials[1], "password"))),
        tls(parameters),
        settings(parameters));
  }

  private static String withoutScheme(String text) {
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "postgres", "postgresql" -> text.substring(colon + 3);
      case "mysql", "mariadb", "libsql", "sqlite", "mongodb", "sqlserver", "file" ->
          throw new IllegalArgumentException(
              scheme + ":// is not PostgreSQL, and Twinlane speaks to PostgreSQL only");
      default ->
          throw new IllegalArgumentException("it must start with postgres:// or postgresql://");
    };
  }

  private static String host(String authority) {
    if (authority.contains(",")) {
      throw new IllegalArgumentException("it names several hosts: give the one to use");
    }
    String host =
        authority.startsWith("[")
            ? authority.substring(1, Math.max(1, authority.indexOf(']')))
            : authority.split(":", 2)[0];
    if (host.isEmpty()) {
      throw new IllegalArgumentException("it names no host");
    }
    return decoded(host, "host");
  }

  private static int port(String authority) {
    String afterHost = authority.substring(authority.lastIndexOf(']') + 1);
    int colon = afterHost.indexOf(':');
    if (colon < 0) {
      return PORT_DEFAULT;
    }
    try {
      return Integer.parseInt(afterHost.substring(colon + 1));
    } catch (NumberFormatException e) {
      // the text after the colon may be half a password, so it is not repeated here
      throw new IllegalArgumentException(
          "its port is not a number; if the password holds : @ or #, percent-encode them");
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .forEach(pair ->
            parameters.put(
                decoded(pair[0], "parameter"),
                pair.length < 2 ? "" : decoded(pair[1], "parameter")));
    return parameters;
  }

  private static Tls tls(Map<String, String> parameters) {
    String mode = parameters.remove("sslmode");
    Optional<Path> root = Optional.ofNullable(parameters.remove("sslrootcert")).map(Path::of);
    return new Tls(
        switch (mode == null ? "disable" : mode) {
          case "disable" -> Tls.Mode.DISABLE;
          case "require" -> Tls.Mode.REQUIRE;
          case "verify-ca" -> Tls.Mode.VERIFY_CA;
          case "verify-full" -> Tls.Mode.VERIFY_FULL;
          case "allow", "prefer" ->
              throw new IllegalArgumentException(
                  "sslmode=" + mode + " falls back to plain text: use require or disable");
          default -> throw new IllegalArgumentException("sslmode is not one that libpq knows");
        },
        root);
  }

  private static Map<String, String> settings(Map<String, String> parameters) {
    List<String> unknown =
        parameters.keySet().stream().filter(name -> !SESSION_SETTINGS.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "these parameters are not known: " + String.join(", ", unknown));
    }
    return parameters;
  }

  private static String decoded(String text, String part) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // the cause repeats the text, which may be the password
      throw new IllegalArgumentException("its " + part + " has a % that encodes nothing");
    }
  }

  /** {@code host:port/database}, for messages: where, and not as whom. */
  public String place() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return "postgres://" + user + ":***@" + place();
  }
}
