package io.twinlane.bench.compare;

import io.twinlane.bench.contender.Launch;
import io.twinlane.bench.contender.Pgbench;
import io.twinlane.bench.contender.Pooler;
import io.twinlane.bench.contender.Project;
import io.twinlane.bench.contender.Server;
import io.twinlane.bench.contender.Tables;
import io.twinlane.bench.contender.Visitor;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.standalone.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that runs while contenders are compared; closing it stops all of it. */
final class Stage implements AutoCloseable {

  private final Order order;
  private final EmbeddedDatabase database;
  private final Path folder;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<Server> servers = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, Server> also = new LinkedHashMap<>();

  private Stage(Order order, EmbeddedDatabase database, Path folder) {
    this.order = order;
    this.database = database;
    this.folder = folder;
  }

  /**
   * Makes the tables of a fresh database.
   *
   * @param folder for logs and scripts
   */
  static Stage set(Order order, EmbeddedDatabase database, Path folder) {
    SchemaFolder schema = SchemaFolder.from(Environment.of(Map.of())).orElseThrow();
    new Migrations(new Database(database.url()), schema).migrate();
    Tables.create(database.url());
    Stage stage = new Stage(order, database, folder);
    stage.settings.put("every JVM", String.join(" ", Launch.JVM));
    if (!order.jvm().isEmpty()) {
      stage.settings.put("the suites' JVM too", String.join(" ", order.jvm()));
    }
    stage.settings.put(
        "clients", "64 keep-alive connections over HTTP, 8 of pgbench (`-M prepared`)");
    Tables.settings(database.url())
        .forEach((name, value) -> stage.settings.put("PostgreSQL " + name, value));
    return stage;
  }

  /** One that is compared, and what is not as it is by default. */
  Server suite(boolean cache) {
    return suite(cache ? "Twinlane" : "Twinlane, cache off", Order.settings(cache));
  }

  /** One with its cache for those who log in. */
  Server suiteOf(Visitor visitor) {
    Map<String, String> own = Order.settings(true);
    settings.put("Twinlane, as a role", String.join(" ", lines(own)) + ", and a JWT_SECRET");
    return suite("Twinlane, as a role", own, Map.of("JWT_SECRET", visitor.secret()));
  }

  /** One that makes one transaction of inserts that wait at the same moment; not in quick mode. */
  Optional<Server> gathering() {
    if (order.quick()) {
      skip(Names.GATHERED, "not in quick mode");
      return Optional.empty();
    }
    return Optional.of(suite(Names.GATHERED, Order.settings(true, "GATHER_INSERTS_MAX=64")));
  }

  /** One for each further setting, by that setting. */
  Map<String, Server> also() {
    for (String setting : order.also()) {
      also.computeIfAbsent(
          setting, _ -> suite("Twinlane, " + setting, Order.settings(false, setting)));
    }
    return also;
  }

  private Server suite(String name, Map<String, String> own) {
    settings.put(name, String.join(" ", lines(own)));
    return suite(name, own, Map.of());
  }

  private Server suite(String name, Map<String, String> own, Map<String, String> unshown) {
    Map<String, String> all = new LinkedHashMap<>(own);
    all.putAll(unshown);
    all.put("DATABASE_URL", database.urlText());
    return started(Launch.suite(name, folder, all, order.jvm()));
  }

  private static List<String> lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .toList();
  }

  /** Gives the same bytes whatever is asked. */
  Server bare() {
    return started(Launch.bare(folder));
  }

  /** Sends statements written by hand. */
  Server byHand() {
    settings.put("bare Vert.x", "a pool of %d, 64 statements pipelined".formatted(Order.POOL_MAX));
    return started(Launch.byHand(folder, database.urlText(), Order.POOL_MAX));
  }

  /** Whether there is a pgbench. */
  boolean pgbench() {
    String version = Pgbench.version();
    if (version.isEmpty()) {
      skip("pgbench", "not on the PATH: install PostgreSQL's client tools");
      return false;
    }
    settings.put("pgbench", version);
    return true;
  }

  Optional<Pooler> pgBouncer() {
    return pooler("PgBouncer", Pooler.pgBouncer(), Pooler::startPgBouncer);
  }

  Optional<Pooler> pgPool() {
    return pooler("pgpool-II", Pooler.pgPool(), Pooler::startPgPool);
  }

  /** How a pooler is started. */
  private interface Starter {
    Pooler start(Path program, DatabaseUrl url, int poolMax);
  }

  private Optional<Pooler> pooler(String name, Optional<Path> program, Starter starter) {
    if (program.isEmpty()) {
      skip(name, "not installed");
      return Optional.empty();
    }
    try {
      Pooler pooler = starter.start(program.get(), asSuperuser(), Order.POOL_MAX);
      running.push(pooler);
      settings.put(
          name,
          Pooler.version(program.get()) + ": " + pooler.settings().strip().replace("\n", ", "));
      return Optional.of(pooler);
    } catch (IllegalStateException e) {
      skip(name, e.getMessage());
      return Optional.empty();
    }
  }

  /** Whom the server lets in without a password, which poolers would have to keep in a file. */
  private DatabaseUrl asSuperuser() {
    DatabaseUrl url = database.url();
    return DatabaseUrl.parse(
        "postgres://postgres@127.0.0.1:%d/%s".formatted(url.port(), url.database()));
  }

  /** A contender from outside, built now if it is not yet; none where that would not be quick. */
  Optional<Server> project(Project project) {
    if (order.quick()) {
      skip(project.label(), "not in quick mode");
      return Optional.empty();
    }
    try {
      if (!project.built(order.home())) {
        System.out.println("building: " + project.label());
        project.build(order.home());
      }
      settings.put(project.label(), "a pool of " + Order.POOL_MAX);
      return Optional.of(
          started(project.launch(order.home(), folder, database.url(), Order.POOL_MAX)));
    } catch (IllegalStateException e) {
      skip(project.label(), e.getMessage());
      return Optional.empty();
    }
  }

  private Server started(Launch launch) {
    Server server = Server.start(launch);
    running.push(server);
    servers.add(server);
    System.out.printf("started: %s, in %d ms%n", launch.name(), server.start().toMillis());
    return server;
  }

  private void skip(String name, @Nullable String why) {
    String line = name + ": " + why;
    System.out.println("skipped: " + line);
    skipped.add(line);
  }

  DatabaseUrl url() {
    return database.url();
  }

  Path folder() {
    return folder;
  }

  /** In the order in which they were started. */
  List<Server> servers() {
    return List.copyOf(servers);
  }

  /** Who is not there, and why. */
  List<String> skipped() {
    return List.copyOf(skipped);
  }

  /** Whatever says how things were set. */
  Map<String, String> settings() {
    return settings;
  }

  @Override
  public void close() {
    for (AutoCloseable one : running) {
      try {
        one.close();
      } catch (Exception e) {
        System.err.println("bench: cannot be stopped: " + e.getMessage());
      }
    }
  }
}
