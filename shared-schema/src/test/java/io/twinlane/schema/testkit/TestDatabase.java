package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A real PostgreSQL database of a test class's own, dropped when it is closed.
 *
 * <p>The server is the one of {@code TEST_DATABASE_URL} if that is set (as a superuser), else an
 * embedded one that all classes of this JVM share.
 */
public final class TestDatabase implements AutoCloseable {

  private final DatabaseUrl server;
  private final String name;

  private TestDatabase(DatabaseUrl server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Makes an empty database. */
  public static TestDatabase create() {
    DatabaseUrl server =
        Optional.ofNullable(System.getenv("TEST_DATABASE_URL"))
            .map(DatabaseUrl::parse)
            .orElseGet(Embedded::url);
    TestDatabase database =
        new TestDatabase(server, "test_" + UUID.randomUUID().toString().replace("-", ""));
    execute(server, server.database(), "create database " + database.name);
    return database;
  }

  /** One that is there already, and stays. */
  public static TestDatabase existing(DatabaseUrl url) {
    return new TestDatabase(url, url.database());
  }

  /** The connection string, as settings take it. */
  public String url() {
    String credentials =
        server.user() + server.password().map(secret -> ":" + secret.value()).orElse("");
    return "postgres://%s@%s:%d/%s".formatted(credentials, server.host(), server.port(), name);
  }

  public String name() {
    return name;
  }

  /** Runs statements as the superuser. */
  public void execute(String sql) {
    execute(server, name, sql);
  }

  /** The first column of the first row of a query, as text; times are in UTC. */
  public String query(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("set timezone to 'UTC'");
      try (var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Has the server ask a role for its password. The embedded one lets everybody else in; another
   * one is expected to ask by itself.
   */
  public void askForPassword(String role) {
    if (System.getenv("TEST_DATABASE_URL") == null) {
      Path rules = Path.of(query("show hba_file"));
      try {
        String rule = "host all %s all scram-sha-256%n".formatted(role);
        Files.writeString(rules, rule + Files.readString(rules));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      query("select pg_reload_conf()");
    }
  }

  /** A connection as the superuser. */
  public Connection connect() {
    return connect(server, name);
  }

  @Override
  public void close() {
    execute(server, server.database(), "drop database " + name + " with (force)");
  }

  private static void execute(DatabaseUrl server, String database, String sql) {
    try (Connection connection = connect(server, database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect(DatabaseUrl server, String database) {
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), database),
          server.user(),
          server.password().map(secret -> secret.value()).orElse(null));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Started at the first use, and stopped by the library when the JVM ends. */
  private static final class Embedded {

    private static final EmbeddedPostgres SERVER = start();

    static DatabaseUrl url() {
      return DatabaseUrl.parse(
          "postgres://postgres@127.0.0.1:%d/postgres".formatted(SERVER.getPort()));
    }

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
