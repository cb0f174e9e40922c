package io.twinlane.bench;

import io.twinlane.bench.check.CheckCommands;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The load harness: {@code reads} (the default), {@code writes}, {@code rest}, {@code sql}, {@code
 * overload} or {@code processes}.
 *
 * <p>Further arguments of the first four: rounds (default 5) and seconds of a turn (default 5); of
 * {@code overload}: seconds (default 60); of {@code processes}: rounds (default 3) and requests of
 * a turn of hits (default 10,000). The report goes to the output and, as Markdown, to the file that
 * one more argument names.
 *
 * <p>{@code consistency} and {@code rolling} check an installation that is running already: {@link
 * CheckCommands}.
 */
public final class Main {

  private static final List<String> WHAT =
      List.of("reads", "writes", "rest", "sql", "overload", "processes");

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    if (CheckCommands.know(arguments)) {
      System.exit(CheckCommands.execute(arguments));
    }
    List<String> rest = new ArrayList<>(List.of(arguments));
    String what =
        !rest.isEmpty() && WHAT.contains(rest.getFirst()) ? rest.removeFirst() : WHAT.getFirst();
    if (!what.equals("processes") && !Pgbench.installed()) {
      System.err.println("bench: pgbench is not on the PATH: install PostgreSQL's client tools");
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("twinlane-bench");
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, true)) {
      String report =
          switch (what) {
            case "writes" -> writes(vertx, folder, database, rest);
            case "rest" -> dialect(vertx, folder, database, rest);
            case "sql" -> sql(vertx, folder, database, rest);
            case "overload" -> overload(vertx, folder, database, rest);
            case "processes" -> processes(vertx, folder, database, rest);
            default -> reads(vertx, folder, database, rest);
          };
      System.out.print(report);
      int file = what.equals("overload") ? 1 : 2;
      if (rest.size() > file) {
        Files.writeString(Path.of(rest.get(file)), report);
      }
    } finally {
      vertx.close();
    }
    System.exit(0);
  }

  private static String reads(
      Vertx vertx, Path folder, EmbeddedDatabase database, List<String> arguments)
      throws IOException {
    try (Server uncached =
            Server.start(folder, database.urlText(), Map.of("CACHE_ENABLED", "false"));
        Server cached = Server.start(folder, database.urlText(), Map.of("CACHE_ENABLED", "true"));
        Server bare = Server.bare(folder)) {
      List<Contender> contenders =
          new Reads(vertx, database.url()).contenders(uncached, cached, bare);
      return duel(database, List.of(uncached, cached, bare), contenders, arguments);
    }
  }

  private static String writes(
      Vertx vertx, Path folder, EmbeddedDatabase database, List<String> arguments)
      throws IOException {
    try (Server suite = Server.start(folder, database.urlText(), Map.of("CACHE_ENABLED", "true"))) {
      List<Contender> contenders = new Writes(vertx, database.url(), folder).contenders(suite);
      return duel(database, List.of(suite), contenders, arguments);
    }
  }

  private static String dialect(
      Vertx vertx, Path folder, EmbeddedDatabase database, List<String> arguments)
      throws IOException {
    try (Server suite = Server.start(folder, database.urlText(), Map.of("CACHE_ENABLED", "false"));
        Server bare = Server.bareSql(folder, database.urlText())) {
      List<Contender> contenders =
          new Dialect(vertx, database.url(), folder).contenders(suite, bare);
      return duel(database, List.of(suite, bare), contenders, arguments);
    }
  }

  private static String sql(
      Vertx vertx, Path folder, EmbeddedDatabase database, List<String> arguments)
      throws IOException {
    try (Server uncached =
            Server.start(folder, database.urlText(), Map.of("CACHE_ENABLED", "false"));
        Server cached = Server.start(folder, database.urlText(), Map.of("CACHE_ENABLED", "true"));
        Server bare = Server.bareSql(folder, database.urlText())) {
      List<Contender> contenders =
          new SqlOverHttp(vertx, database.url()).contenders(uncached, cached, bare);
      return duel(database, List.of(uncached, cached, bare), contenders, arguments);
    }
  }

  private static String duel(
      EmbeddedDatabase database,
      List<Server> servers,
      List<Contender> contenders,
      List<String> arguments) {
    int rounds = number(arguments, 0, 5);
    Duration turn = Duration.ofSeconds(number(arguments, 1, 5));
    Duel duel =
        new Duel(servers.stream().map(Server::process).toList(), database.process(), rounds, turn);
    return Report.of(duel.run(contenders), rounds, turn);
  }

  private static String overload(
      Vertx vertx, Path folder, EmbeddedDatabase database, List<String> arguments)
      throws IOException {
    Duration duration = Duration.ofSeconds(number(arguments, 0, 60));
    Overload.prepare(database.url());
    StringBuilder report = new StringBuilder(Overload.HEAD.formatted(duration.toSeconds()));
    for (Map.Entry<String, Map<String, String>> way : Overload.WAYS.entrySet()) {
      try (Server suite = Server.start(folder, database.urlText(), way.getValue())) {
        report.append(new Overload(vertx, suite, duration).run(way.getKey()));
      }
    }
    return report.toString();
  }

  private static String processes(
      Vertx vertx, Path folder, EmbeddedDatabase database, List<String> arguments) {
    int rounds = number(arguments, 0, 3);
    int hits = number(arguments, 1, 10_000);
    ProcessCosts costs = new ProcessCosts(vertx, folder, database, rounds, hits);
    return new ProcessReport(costs.run(), rounds, hits).toString();
  }

  private static int number(List<String> arguments, int place, int otherwise) {
    return arguments.size() > place ? Integer.parseInt(arguments.get(place)) : otherwise;
  }
}
