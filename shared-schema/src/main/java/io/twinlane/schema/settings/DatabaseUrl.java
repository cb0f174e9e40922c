package io.twinlane.schema.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A PostgreSQL connection string, taken apart and checked: {@code
 * postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require}.
 *
 * <p>No text that is made of it holds the password, except {@link #forTools()}, which is for the
 * environment of a child process.
 *
 * @param target where, and as whom
 * @param password absent where the server asks for none or a file holds it
 * @param tls how the connection is protected
 * @param limits what the URL says of pools and time-outs
 * @param settings settings of the session, as PostgreSQL names them
 */
public record DatabaseUrl(
    Target target,
    Optional<Secret> password,
    Tls tls,
    Limits limits,
    Map<String, String> settings) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  public DatabaseUrl {
    settings = Map.copyOf(settings);
  }

  /** Where, and as whom. */
  public record Target(String host, int port, String database, String user) {

    public Target {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("the port must be from 1 to 65535");
      }
    }
  }

  /**
   * What the URL says of pools and time-outs; it wins over the settings for all databases.
   *
   * @param connectionsMax {@code connection_limit}
   * @param waitTimeout {@code pool_timeout}; zero asks for no limit, which there always is
   * @param connectTimeout {@code connect_timeout}
   * @param statementTimeout {@code statement_timeout}
   * @param pooler {@code pgbouncer}: a pooler in transaction mode stands in between, so that
   *     nothing of a session outlives a transaction
   */
  public record Limits(
      Optional<Integer> connectionsMax,
      Optional<Duration> waitTimeout,
      Optional<Duration> connectTimeout,
      Optional<Duration> statementTimeout,
      boolean pooler) {

    static final Limits NONE =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /**
   * Reads a connection string.
   *
   * @throws IllegalArgumentException if it cannot be used; the message says why, without the
   *     password
   */
  public static DatabaseUrl parse(String text) {
    return DatabaseUrlParser.parse(text);
  }

  public String host() {
    return target.host();
  }

  public int port() {
    return target.port();
  }

  public String database() {
    return target.database();
  }

  public String user() {
    return target.user();
  }

  /** Whether the server is this machine, as far as the name tells. */
  public boolean loopback() {
    return LOOPBACK.contains(host()) || host().startsWith("127.");
  }

  /** The same with another password. */
  public DatabaseUrl withPassword(Secret other) {
    return new DatabaseUrl(target, Optional.of(other), tls, limits, settings);
  }

  /** Another database of the same server, as the same user. */
  public DatabaseUrl withDatabase(String name) {
    return new DatabaseUrl(
        new Target(host(), port(), name, user()), password, tls, limits, settings);
  }

  /** {@code host:port/database}, for messages: where, and not as whom. */
  public String place() {
    return bracketed() + ":" + port() + "/" + database();
  }

  /**
   * The connection string for psql, pg_dump and the like, with the password and without what only
   * Twinlane understands: they refuse a URL with a parameter that they do not know.
   */
  public Secret forTools() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("sslmode", tls.mode().word());
    tls.rootCertificate().ifPresent(file -> parameters.put("sslrootcert", file.toString()));
    tls.client().ifPresent(client -> parameters.put("sslcert", client.certificate().toString()));
    tls.client().ifPresent(client -> parameters.put("sslkey", client.key().toString()));
    settings.forEach((name, value) -> putForTools(parameters, name, value));
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + Encoded.of(entry.getValue()))
            .collect(Collectors.joining("&"));
    String secret = password.map(value -> ":" + Encoded.of(value.value())).orElse("");
    return new Secret(
        "postgresql://"
            + Encoded.of(user())
            + secret
            + "@"
            + bracketed()
            + ":"
            + port()
            + "/"
            + Encoded.of(database())
            + "?"
            + query);
  }

  /** libpq takes a setting of the session only inside options. */
  private static void putForTools(Map<String, String> parameters, String name, String value) {
    switch (name) {
      case "application_name" -> parameters.put(name, value);
      case "options" -> parameters.merge("options", value, (one, other) -> other + " " + one);
      default ->
          parameters.merge(
              "options",
              "-c " + name + "=" + value.replace("\\", "\\\\").replace(" ", "\\ "),
              (one, other) -> one + " " + other);
    }
  }

  private String bracketed() {
    return host().contains(":") ? "[" + host() + "]" : host();
  }

  @Override
  public String toString() {
    return "postgres://" + user() + ":***@" + place();
  }
}
