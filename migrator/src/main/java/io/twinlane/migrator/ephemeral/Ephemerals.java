package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.data.Seeds;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.ephemeral.Server.Found;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SettingsException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The ephemeral databases on the server of the configured one. Several processes may make and drop
 * at once. A failure of PostgreSQL comes out as a {@link CommandException}.
 */
public final class Ephemerals {

  private final MigratorSettings settings;

  /**
   * Those of a server.
   *
   * @throws SettingsException in production, where nothing is to be made or dropped by the way
   */
  public Ephemerals(MigratorSettings settings) {
    if (settings.environment() == EnvironmentName.PRODUCTION) {
      throw new SettingsException(
          List.of("ephemeral databases are refused in production: use the server of another one"));
    }
    this.settings = settings;
  }

  /**
   * What a database is to be like.
   *
   * @param template the database that it begins as a copy of; empty for one without tables
   * @param lifetime from now
   * @param seeded whether the seeds of the environment are loaded
   */
  public record Wish(Optional<String> template, Duration lifetime, boolean seeded) {}

  /**
   * A database that can be used.
   *
   * @param made whether it was not there before
   * @param applied the migrations that it did not have
   * @param seeds the files of seeds that were loaded
   * @param took the time until it was ready
   */
  public record Ready(
      Ephemeral database, boolean made, List<String> applied, List<String> seeds, Duration took) {}

  /**
   * What was dropped and what was not.
   *
   * @param kept those that should have been dropped, each with the reason
   * @param agesKnown whether the ages of scratch databases could be told
   */
  public record Swept(List<String> dropped, List<String> kept, boolean agesKnown) {}

  /** Makes a database, or brings the one of that name up to date; either way it lives on. */
  public Ready up(String asked, Wish wish) {
    long start = System.nanoTime();
    EphemeralName name = EphemeralName.of(asked);
    try (Server server = Server.of(settings.database())) {
      server.lock(name.database());
      Optional<Mark> known = ours(server.find(name.database()), name);
      Mark mark =
          known
              .map(found -> found.extended(wish.lifetime()))
              .orElseGet(() -> Mark.of(asked, wish.lifetime()));
      if (known.isPresent()) {
        server.mark(name.database(), mark);
      } else {
        server.create(name.database(), mark, wish.template());
      }
      Database database = settings.database().sibling(name.database());
      List<String> applied = new Migrations(database, settings.schema()).migrate().files();
      List<String> seeds =
          wish.seeded()
              ? new Seeds(database, settings.schema()).load(settings.environment())
              : List.of();
      long bytes = server.find(name.database()).map(Found::bytes).orElse(-1L);
      return new Ready(
          new Ephemeral(asked, name.database(), mark.expires(), bytes),
          known.isEmpty(),
          applied,
          seeds,
          Duration.ofNanos(System.nanoTime() - start));
    } catch (SQLException e) {
      throw failure("%s cannot be made".formatted(name.database()), e, wish.template());
    }
  }

  /**
   * Drops a database, whoever is connected to it.
   *
   * @return whether there was one
   */
  public boolean down(String asked) {
    EphemeralName name = EphemeralName.of(asked);
    try (Server server = Server.of(settings.database())) {
      server.lock(name.database());
      if (ours(server.find(name.database()), name).isEmpty()) {
        return false;
      }
      server.drop(name.database(), true);
      return true;
    } catch (SQLException e) {
      throw failure("%s cannot be dropped".formatted(name.database()), e, Optional.empty());
    }
  }

  /** Every one, by name. */
  public List<Ephemeral> list() {
    try (Server server = Server.of(settings.database())) {
      return server.all(EphemeralName.PREFIX).stream()
          .flatMap(found ->
              found.mark().stream()
                  .map(mark ->
                      new Ephemeral(mark.name(), found.database(), mark.expires(), found.bytes())))
          .toList();
    } catch (SQLException e) {
      throw failure("the databases cannot be listed", e, Optional.empty());
    }
  }

  /**
   * Drops what has expired, whoever is connected to it, and scratch databases that a command left
   * behind which was killed more than an hour ago.
   */
  public Swept sweep() {
    List<String> dropped = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    try (Server server = Server.of(settings.database())) {
      for (Ephemeral one : list()) {
        sweep(one.database(), () -> dropExpired(server, one.database(), dropped), kept);
      }
      Optional<List<String>> leftovers = server.leftovers();
      for (String name : leftovers.orElse(List.of())) {
        sweep(name, () -> dropLeftover(server, name, dropped), kept);
      }
      return new Swept(dropped, kept, leftovers.isPresent());
    } catch (SQLException e) {
      throw failure("the databases cannot be swept", e, Optional.empty());
    }
  }

  /** Something that PostgreSQL may refuse. */
  private interface Dropping {
    void run() throws SQLException;
  }

  private static void sweep(String database, Dropping dropping, List<String> kept) {
    try {
      dropping.run();
    } catch (SQLException e) {
      kept.add("%s: %s".formatted(database, e.getMessage()));
    }
  }

  /** Looks again under the lock: it may have been extended meanwhile. */
  private static void dropExpired(Server server, String database, List<String> dropped)
      throws SQLException {
    server.lock(database);
    try {
      Optional<Mark> mark = server.find(database).flatMap(Found::mark);
      if (mark.isPresent() && mark.get().expired(Instant.now())) {
        server.drop(database, true);
        dropped.add(database);
      }
    } finally {
      server.unlock(database);
    }
  }

  private static void dropLeftover(Server server, String database, List<String> dropped)
      throws SQLException {
    server.drop(database, false);
    dropped.add(database);
  }

  /**
   * The connection string of one.
   *
   * @param withPassword whether it holds the password, which is then no secret any more
   */
  public String url(String database, boolean withPassword) {
    DatabaseUrl url = settings.database().url().withDatabase(database);
    DatabaseUrl shown =
        withPassword
            ? url
            : new DatabaseUrl(
                url.target(), Optional.empty(), url.tls(), url.limits(), url.settings());
    return shown.forTools().value();
  }

  private static Optional<Mark> ours(Optional<Found> found, EphemeralName name) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<Mark> mark = found.get().mark();
    if (mark.isEmpty()) {
      throw new CommandException(
          "the database %s was not made by ephemeral up, and is left alone. Use another name."
              .formatted(name.database()));
    }
    if (!mark.get().name().equals(name.asked())) {
      throw new CommandException(
          "the database %s was made for '%s', not for '%s': use another name"
              .formatted(name.database(), mark.get().name(), name.asked()));
    }
    return mark;
  }

  private static String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    return String.valueOf(server == null ? e.getMessage() : server.getMessage());
  }

  private CommandException failure(String what, SQLException e, Optional<String> template) {
    String user = settings.database().url().user();
    String next =
        switch (String.valueOf(e.getSQLState())) {
          case "42501" ->
              " The user %s needs the right to make databases (ALTER ROLE %s CREATEDB) and to own what it copies and drops."
                  .formatted(user, user);
          case "55006" ->
              " Somebody is connected to %s: end these sessions, or use a copy that nobody uses as the template."
                  .formatted(template.orElse("it"));
          case "55P03" -> " Another process is making or dropping it: try again later.";
          default -> "";
        };
    return new CommandException("%s: %s.%s".formatted(what, said(e), next), e);
  }
}
