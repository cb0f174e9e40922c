package io.twinlane.bench;

import io.twinlane.schema.settings.DatabaseUrl;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * Inserts and updates of one row through the gateway against {@code pgbench} with the same
 * statements, on one server with one {@code synchronous_commit}.
 *
 * @param url the database, on which tables are made
 * @param folder where pgbench's scripts are put
 */
record Writes(Vertx vertx, DatabaseUrl url, Path folder) {

  private static final String TABLES =
      """
      create table inserted (id bigint generated always as identity primary key, n bigint);
      create table updated (id int primary key, n bigint);
      insert into updated select i, 0 from generate_series(0, 9999) i;
      """;

  private static final String INSERT =
      """
      \\set n random(1, 1000000)
      insert into inserted (n) values (:n);
      """;

  private static final String UPDATE =
      """
      \\set id random(0, 9999)
      update updated set n = n + 1 where id = :id;
      """;

  List<Contender> contenders(Server suite) throws IOException {
    Pgbench.execute(url, TABLES);
    return List.of(
        pgbench("pgbench insert -c 10", INSERT),
        load("insert", suite, n -> HttpLoad.post("/rest/v1/inserted", "{\"n\":" + n + "}", "")),
        load(
            "insert with Idempotency-Key",
            suite,
            n ->
                HttpLoad.post(
                    "/rest/v1/inserted",
                    "{\"n\":" + n + "}",
                    "Idempotency-Key: " + UUID.randomUUID() + "\r\n")),
        pgbench("pgbench update -c 10", UPDATE),
        load(
            "update",
            suite,
            n -> HttpLoad.patch("/rest/v1/updated?id=eq." + n % 10_000, "{\"n\":" + n + "}")));
  }

  private Pgbench pgbench(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name.replace(' ', '-') + ".sql"), script);
    return new Pgbench(name, url, List.of("-f", file.toString(), "-M", "prepared", "-c", "10"));
  }

  private HttpLoad load(String name, Server suite, LongFunction<String> request) {
    return new HttpLoad(vertx, name, suite.port(), Reads.CONNECTIONS, request);
  }
}
