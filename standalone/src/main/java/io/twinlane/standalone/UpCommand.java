package io.twinlane.standalone;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.data.Seeds;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.log.LogSettings;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.service.Listen;
import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: everything in one process, until a signal ends it. */
@Command(
    name = "up",
    description = {
      "Starts gateway and both lanes, on an embedded PostgreSQL unless DATABASE_URL names a database.",
      "Ctrl-C stops everything."
    },
    footer = {
      "",
      "Settings: HTTP_PORT (8080) and MANAGEMENT_PORT (8081) move the ports, DATABASE_URL uses a",
      "database of yours, SCHEMA_DIR brings tables of yours."
    })
final class UpCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--fresh", description = "Begin with an empty embedded database.")
  private boolean fresh;

  @Override
  public Integer call() throws InterruptedException {
    return run(Map.of());
  }

  /**
   * The same with settings that win over those of the process.
   *
   * @param more by name
   */
  int run(Map<String, String> more) throws InterruptedException {
    Path home = home();
    Path folder = home.resolve(".twinlane");
    Environment env = options.environment(more);
    boolean given = databaseGiven(env, home, more);
    Logging.begin(LogSettings.from(env), "twinlane");
    checkPorts(env);
    Stops stops = Stops.onSignal();
    try {
      EmbeddedDatabase embedded = given ? null : embedded(folder, stops);
      Environment whole =
          embedded == null ? env : withDatabase(env, embedded.urlText(), home, more);
      Database database = migrated(whole, embedded != null);
      StudioLink link = new StudioLink(folder);
      stops.add(link);
      Suite suite = Suite.start(Suite.Settings.from(whole), link::take);
      stops.add(suite);
      new Banner(suite, database, embedded == null ? null : folder)
          .print(schema(whole), link.first());
    } catch (RuntimeException e) {
      stops.now();
      throw e;
    }
    new CountDownLatch(1).await();
    return 0;
  }

  /** The folder of the launcher. */
  static Path home() {
    return Path.of(System.getenv().getOrDefault("TWINLANE_HOME", "")).toAbsolutePath();
  }

  /**
   * Whether the settings name a database. Whatever is wrong with them is told here, all at once.
   */
  private static boolean databaseGiven(Environment env, Path home, Map<String, String> more) {
    // a name that is none is taken for production below, which has mistakes of its own
    EnvironmentName _ = env.check(env::name);
    if (env.text("DATABASE_URL").isEmpty() && env.text("DATABASE_URL_FILE").isEmpty()) {
      Suite.Settings.from(withDatabase(env, "postgres://nobody@127.0.0.1/nothing", home, more));
      return false;
    }
    Suite.Settings.from(env);
    return true;
  }

  /** Before anything is started: a port that is taken should cost nobody a wait. */
  private static void checkPorts(Environment env) {
    Listen http = Listen.from(env, "HTTP", 8080);
    Listen told = Listen.management(env);
    Listen management = env.check(() -> told);
    if (http.port() != 0 && http.port() == management.port()) {
      throw new StartException("HTTP_PORT and MANAGEMENT_PORT are both " + http.port());
    }
    checkPort(http, "HTTP_PORT");
    checkPort(management, "MANAGEMENT_PORT");
  }

  private static void checkPort(Listen listen, String variable) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(listen.host(), listen.port()));
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on %s:%d: it is in use or not allowed. Choose another port with %s."
              .formatted(listen.host(), listen.port(), variable));
    }
  }

  private EmbeddedDatabase embedded(Path folder, Stops stops) {
    System.out.println("twinlane: starting the embedded PostgreSQL");
    EmbeddedDatabase embedded = EmbeddedDatabase.start(folder, fresh);
    stops.add(embedded);
    // it goes by itself once nobody is connected to it
    stops.atOnce(() -> embedded.process().destroy());
    return embedded;
  }

  private static Environment withDatabase(
      Environment env, String url, Path home, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(System.getenv());
    values.putAll(more);
    values.put("ENVIRONMENT", env.name().shortName());
    // all of them: a URL that is meant for another day must not be migrated, nor read beside this
    // one
    for (String lane : new String[] {"", "QUERY_", "WRITE_", "DIRECT_"}) {
      values.remove(lane + "DATABASE_URL_FILE");
      values.put(lane + "DATABASE_URL", url);
    }
    return Environment.of(values, home);
  }

  /** Runs the migrator to its end; an empty embedded database gets something to look at. */
  private static Database migrated(Environment env, boolean embedded) {
    Optional<DatabaseSource> source = env.database("DIRECT_DATABASE_URL", "DATABASE_URL");
    Duration patience = patience(env);
    Database database = env.check(() -> new Database(source.orElseThrow().url()));
    database.await(patience);
    Migrations.Applied applied = new Migrations(database, schema(env)).migrate();
    applied.files().forEach(file -> System.out.println("twinlane: applied " + file));
    if (embedded && applied.fromNothing() && env.name() == EnvironmentName.DEVELOPMENT) {
      new Seeds(database, schema(env))
          .load(env.name())
          .forEach(file -> System.out.println("twinlane: loaded " + file));
    }
    return database;
  }

  /** A person who looks on would rather be told at once than wait. */
  static Duration patience(Environment env) {
    return env.millis("DATABASE_WAIT_MS", 0, 3_600_000, 0);
  }

  private static SchemaFolder schema(Environment env) {
    Optional<SchemaFolder> schema = SchemaFolder.from(env);
    return env.check(schema::orElseThrow);
  }
}
