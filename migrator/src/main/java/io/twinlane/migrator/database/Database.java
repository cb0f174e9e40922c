package io.twinlane.migrator.database;

import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.DatabaseTrouble;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Tls;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The database that a command changes, over a connection of its own.
 *
 * @param url where, and as whom; it must lead to PostgreSQL itself, not to a pooler
 */
public record Database(DatabaseUrl url) {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /** Not reachable, too many connections, starting up or shutting down. */
  private static final Set<String> MAY_HEAL = Set.of("08001", "53300", "57P03", "57P01");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * A new connection.
   *
   * @throws StartException if PostgreSQL cannot be reached or refuses; the message says what to
   *     change
   */
  public Connection connect() {
    try {
      return source().getConnection();
    } catch (SQLException e) {
      throw new StartException(explained(e));
    }
  }

  /**
   * Waits until PostgreSQL lets somebody in, with a line for each attempt, and gives up at once
   * where waiting heals nothing: a wrong user, password, database or certificate.
   *
   * @throws StartException if it does not come up in time
   */
  public void await(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    for (Duration pause = FIRST_PAUSE; ; pause = pause.multipliedBy(2)) {
      try (Connection connection = source().getConnection()) {
        connection.isValid(0);
        return;
      } catch (SQLException e) {
        if (!MAY_HEAL.contains(String.valueOf(e.getSQLState()))
            || System.nanoTime() + pause.toNanos() > end) {
          throw new StartException(explained(e));
        }
        // beside the output, which may be for a program
        System.err.println("waiting: " + explained(e));
        sleep(pause);
      }
    }
  }

  /** Another database of the same server. */
  public Database sibling(String name) {
    return new Database(url.withDatabase(name));
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("stopped while waiting for PostgreSQL");
    }
  }

  /** The first of some tables that has rows; none if no table has any, or none of them is there. */
  public Optional<String> firstWithRows(List<String> tables) {
    try (Connection connection = connect()) {
      for (String table : tables) {
        if (hasRows(connection, table)) {
          return Optional.of(table);
        }
      }
    } catch (SQLException e) {
      // somebody else's database may hold less than the schema folder declares
    }
    return Optional.empty();
  }

  private static boolean hasRows(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select from " + statement.enquoteIdentifier(table, true) + " limit 1")) {
      return rows.next();
    }
  }

  /** A source of connections with the URL's settings. */
  public PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {url.host()});
    source.setPortNumbers(new int[] {url.port()});
    // a statement goes as it is, even if it holds semicolons that end nothing
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    source.setDatabaseName(url.database());
    source.setUser(url.user());
    url.password().ifPresent(secret -> source.setPassword(secret.value()));
    source.setConnectTimeout(
        (int) url.limits().connectTimeout().orElse(CONNECT_TIMEOUT).toSeconds());
    source.setApplicationName(url.settings().getOrDefault("application_name", "twinlane-migrator"));
    if (url.settings().containsKey("search_path")) {
      source.setCurrentSchema(url.settings().get("search_path"));
    }
    if (url.settings().containsKey("options")) {
      source.setOptions(url.settings().get("options"));
    }
    withTls(source, url.tls());
    return source;
  }

  /**
   * The same for a session that changes the schema: it waits for a lock no longer than said, and no
   * limit that is meant for applications ends it. As options of the start, so that a file's RESET
   * comes back to them.
   */
  public PGSimpleDataSource patientSource(Duration lockTimeout) {
    PGSimpleDataSource source = source();
    String given = source.getOptions();
    source.setOptions(
        "%s -c lock_timeout=%d -c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c idle_session_timeout=0"
            .formatted(given == null ? "" : given, lockTimeout.toMillis())
            .strip());
    return source;
  }

  private static void withTls(PGSimpleDataSource source, Tls tls) {
    // as libpq does it: a root certificate that is named is verified, also where it need not be
    boolean verified = tls.mode() == Tls.Mode.REQUIRE && tls.rootCertificate().isPresent();
    source.setSslMode(verified ? Tls.Mode.VERIFY_CA.word() : tls.mode().word());
    tls.rootCertificate().ifPresent(file -> source.setSslRootCert(file.toString()));
    tls.client().ifPresent(client -> withCertificate(source, client));
    if (tls.rootCertificate().isEmpty() && tls.client().isEmpty()) {
      // the certificates that the JVM trusts, as the lanes do it
      source.setSslfactory(
          tls.mode() == Tls.Mode.VERIFY_CA || tls.mode() == Tls.Mode.VERIFY_FULL
              ? "org.postgresql.ssl.DefaultJavaSSLFactory"
              : "org.postgresql.ssl.NonValidatingFactory");
    }
  }

  private static void withCertificate(PGSimpleDataSource source, Tls.Client client) {
    source.setSslCert(client.certificate().toString());
    source.setSslKey(client.key().toString());
  }

  private String explained(SQLException e) {
    DatabaseTrouble trouble = new DatabaseTrouble(url);
    String state = String.valueOf(e.getSQLState());
    if (caused(e, UnknownHostException.class)) {
      return trouble.unknownHost();
    }
    if (caused(e, SSLException.class) || caused(e, GeneralSecurityException.class)) {
      return trouble.certificate(e.getMessage());
    }
    return switch (state) {
      case "08001" -> trouble.unreachable();
      // the driver's own state for a server without TLS, and for one that wants a password
      case "08004" ->
          url.password().isPresent() && !url.tls().mode().mayBePlain()
              ? trouble.withoutTls()
              : trouble.other(e.getMessage());
      default -> trouble.refused(state, e.getMessage());
    };
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
