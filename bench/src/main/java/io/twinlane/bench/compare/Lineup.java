package io.twinlane.bench.compare;

import io.twinlane.bench.contender.OverHttp;
import io.twinlane.bench.contender.Pgbench;
import io.twinlane.bench.contender.Pooler;
import io.twinlane.bench.contender.Project;
import io.twinlane.bench.contender.Server;
import io.twinlane.bench.contender.Tables;
import io.twinlane.bench.contender.Visitor;
import io.twinlane.bench.measure.HttpText;
import io.twinlane.bench.measure.Question;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/**
 * Who is compared at which work. Servers are started for it; of each work the first one is what the
 * others are compared with.
 */
final class Lineup {

  private static final boolean ALWAYS = true;
  private static final boolean NOT_QUICK = false;

  private static final String ROW = "/rest/v1/purchases?select=id,total&id=eq.";
  private static final String CLAIMED = "/rest/v1/claimed?select=id,total&id=eq.";
  private static final String NEXT = "/rest/v1/purchases?select=id,total,placed&order=id&limit=";
  private static final String EMBEDS =
      "/rest/v1/purchases?select=id,total,customers(name),items(name,amount)&order=id&limit=20&id=gt.";

  private final Vertx vertx;
  private final Stage stage;
  private final Server uncached;
  private final Server cached;
  private final Visitor visitor;
  private final Server visited;
  private final Server byHand;
  private final boolean pgbench;
  private final Optional<Server> spring;
  private final List<Entry> entries = new ArrayList<>();

  private Lineup(Vertx vertx, Stage stage) {
    this.vertx = vertx;
    this.stage = stage;
    this.pgbench = stage.pgbench();
    this.uncached = stage.suite(false);
    this.cached = stage.suite(true);
    this.visitor = Visitor.as(stage.url().user());
    this.visited = stage.suiteOf(visitor);
    this.byHand = stage.byHand();
    this.spring = stage.project(Project.SPRING);
  }

  /** All that an order names. */
  static List<Entry> of(Vertx vertx, Stage stage, Order order) {
    Lineup lineup = new Lineup(vertx, stage);
    for (Group group : order.groups()) {
      switch (group) {
        case READS -> lineup.reads();
        case REST -> lineup.rest();
        case WRITES -> lineup.writes();
        case SQL -> lineup.sql();
      }
    }
    return lineup.entries.stream().filter(entry -> entry.quick() || !order.quick()).toList();
  }

  private void reads() {
    pgbench(Work.ROW, Tables.ROW, Tables.ROWS, ALWAYS);
    http(Work.ROW, Names.UNCACHED, uncached, _ -> HttpText.get(ROW + id()), ALWAYS);
    marked(
        Work.ROW,
        Names.MISS,
        cached,
        new Question(_ -> HttpText.get(ROW + id(), "Cache-Control: max-age=0\r\n"), "fwd=miss"));
    String asRole = "Cache-Control: max-age=0\r\n" + visitor.headers();
    marked(
        Work.ROW,
        Names.MISS_AS_ROLE,
        visited,
        new Question(_ -> HttpText.get(ROW + id(), asRole), "fwd=miss"));
    marked(
        Work.ROW,
        Names.MISS_BY_CLAIMS,
        visited,
        new Question(_ -> HttpText.get(CLAIMED + id(), asRole), "fwd=miss"));
    stage
        .also()
        .forEach((setting, suite) ->
            http(
                Work.ROW,
                Names.UNCACHED + ", " + setting,
                suite,
                _ -> HttpText.get(ROW + id()),
                ALWAYS));
    http(Work.ROW, Names.ROWS, byHand, _ -> HttpText.get("/rows/one?id=" + id()), ALWAYS);
    http(Work.ROW, Names.JSON, byHand, _ -> HttpText.get("/json/one?id=" + id()), NOT_QUICK);
    pgbenchThrough(
        Work.ROW, Names.PGBOUNCER, pgbench ? stage.pgBouncer() : Optional.empty(), Tables.ROWS);
    spring(Work.ROW, "/rows/one?id=");
    stage.project(Project.POSTGRAPHILE).ifPresent(this::postgraphile);
    hits();
  }

  private void hits() {
    http(Work.HIT, Names.BARE, stage.bare(), _ -> HttpText.get("/"), ALWAYS);
    marked(
        Work.HIT,
        Names.HIT,
        cached,
        new Question(_ -> HttpText.get(ROW + hotId()), "Twinlane; hit"));
    String asRole = visitor.headers();
    marked(
        Work.HIT,
        Names.HIT_AS_ROLE,
        visited,
        new Question(_ -> HttpText.get(ROW + hotId(), asRole), "Twinlane; hit"));
    String sameAsBefore = "If-None-Match: %s\r\n".formatted(Etag.of(cached, ROW + 7));
    marked(
        Work.HIT,
        Names.NOT_MODIFIED,
        cached,
        new Question(_ -> HttpText.get(ROW + 7, sameAsBefore), "HTTP/1.1 304"));
    pgbenchThrough(
        Work.HIT, Names.PGPOOL, pgbench ? stage.pgPool() : Optional.empty(), Tables.HOT_ROWS);
  }

  private void postgraphile(Server server) {
    http(
        Work.ROW,
        Project.POSTGRAPHILE.label(),
        server,
        _ ->
            HttpText.post(
                "/graphql",
                "{\"query\":\"query($id:Int!){purchaseById(id:$id){id total}}\",\"variables\":{\"id\":%d}}"
                    .formatted(id()),
                "Accept: application/json\r\n"),
        ALWAYS);
  }

  private void rest() {
    pages(Work.TWENTY, "twenty", NEXT + "20&id=gt.");
    spring(Work.TWENTY, "/rows/twenty?id=");
    pgbench(Work.TWENTY, Tables.TWENTY, Tables.ROWS, NOT_QUICK);
    http(Work.EMBEDS, Names.JSON, byHand, _ -> HttpText.get("/json/embeds?id=" + id()), ALWAYS);
    http(Work.EMBEDS, Names.UNCACHED, uncached, _ -> HttpText.get(EMBEDS + id()), ALWAYS);
    pgbench(Work.EMBEDS, Tables.aggregated(Tables.EMBEDS), Tables.ROWS, NOT_QUICK);
    pages(Work.THOUSAND, "thousand", NEXT + "1000&id=gt.");
    spring(Work.THOUSAND, "/rows/thousand?id=");
    pgbench(Work.THOUSAND, Tables.THOUSAND, Tables.ROWS, NOT_QUICK);
  }

  private void pages(Work work, String path, String request) {
    http(work, Names.ROWS, byHand, _ -> HttpText.get("/rows/" + path + "?id=" + id()), ALWAYS);
    http(work, Names.UNCACHED, uncached, _ -> HttpText.get(request + id()), ALWAYS);
    http(work, Names.JSON, byHand, _ -> HttpText.get("/json/" + path + "?id=" + id()), ALWAYS);
  }

  private void writes() {
    pgbench(Work.INSERT, Tables.INSERT, 1_000, ALWAYS);
    http(Work.INSERT, Names.TWINLANE, cached, n -> insert(n, ""), ALWAYS);
    http(
        Work.INSERT,
        Names.GIVEN_BACK,
        cached,
        n -> insert(n, "Prefer: return=representation\r\n"),
        NOT_QUICK);
    stage
        .gathering()
        .ifPresent(
            suite -> http(Work.INSERT, Names.GATHERED, suite, n -> insert(n, ""), NOT_QUICK));
    http(
        Work.INSERT,
        Names.KEYED,
        cached,
        n -> insert(n, "Idempotency-Key: " + UUID.randomUUID() + "\r\n"),
        NOT_QUICK);
    stage
        .also()
        .forEach((setting, suite) ->
            http(Work.INSERT, Names.TWINLANE + ", " + setting, suite, n -> insert(n, ""), ALWAYS));
    http(Work.INSERT, Names.ROWS, byHand, Lineup::insertByHand, ALWAYS);
    spring.ifPresent(
        server -> http(Work.INSERT, Project.SPRING.label(), server, Lineup::insertByHand, ALWAYS));
    pgbench(Work.UPDATE, Tables.UPDATE, 1_000, NOT_QUICK);
    update(Names.TWINLANE, "updated");
    update(Names.TWINLANE + ", a trigger that provably writes nothing", "known");
    update(Names.TWINLANE + ", a trigger that is observed", "observed");
  }

  private void update(String name, String table) {
    http(
        Work.UPDATE,
        name,
        cached,
        n ->
            HttpText.patch(
                "/rest/v1/%s?id=eq.%d".formatted(table, 1 + n % 1_000), "{\"n\":" + n + "}"),
        NOT_QUICK);
  }

  private void sql() {
    SqlText text = new SqlText(stage.url());
    http(Work.SQL_ROW, Names.ROWS, byHand, _ -> HttpText.get("/rows/one?id=" + id()), ALWAYS);
    http(
        Work.SQL_ROW,
        Names.UNCACHED,
        uncached,
        _ -> text.request("/sql", Tables.ROW, id()),
        ALWAYS);
    http(
        Work.SQL_ROW,
        Names.DIRECT,
        uncached,
        _ -> text.request("/direct/sql", Tables.ROW, id()),
        NOT_QUICK);
    http(Work.SQL_ROW, Names.HIT, cached, _ -> text.request("/sql", Tables.ROW, hotId()), ALWAYS);
    http(
        Work.SQL_THOUSAND,
        Names.ROWS,
        byHand,
        _ -> HttpText.get("/rows/thousand?id=" + id()),
        NOT_QUICK);
    http(
        Work.SQL_THOUSAND,
        Names.UNCACHED,
        uncached,
        _ -> text.request("/sql", Tables.THOUSAND, id()),
        NOT_QUICK);
    http(
        Work.SQL_THOUSAND,
        Names.HIT,
        cached,
        _ -> text.request("/sql", Tables.THOUSAND, id() % 100),
        NOT_QUICK);
    http(Work.SQL_INSERT, Names.ROWS, byHand, Lineup::insertByHand, NOT_QUICK);
    http(
        Work.SQL_INSERT,
        Names.TWINLANE,
        cached,
        n -> text.request("/sql", Tables.INSERT, 1 + n % 1_000),
        NOT_QUICK);
    http(
        Work.SQL_INSERT,
        Names.GIVEN_BACK,
        cached,
        n -> text.request("/sql", Tables.INSERT + " returning *", 1 + n % 1_000),
        NOT_QUICK);
  }

  private void http(
      Work work, String name, Server server, LongFunction<String> request, boolean quick) {
    entries.add(new Entry(work, new OverHttp(vertx, name, server, Question.of(request)), quick));
  }

  /** Of a suite with its cache, where answers say which way they came. */
  private void marked(Work work, String name, Server suite, Question question) {
    entries.add(new Entry(work, new OverHttp(vertx, name, suite, question), ALWAYS));
  }

  private void spring(Work work, String path) {
    spring.ifPresent(server ->
        http(work, Project.SPRING.label(), server, _ -> HttpText.get(path + id()), ALWAYS));
  }

  private void pgbench(Work work, String sql, int keys, boolean quick) {
    if (pgbench) {
      var script = Pgbench.script(stage.folder(), work.name(), sql, keys);
      entries.add(
          new Entry(work, new Pgbench(Names.PGBENCH, stage.url(), script, List.of()), quick));
    }
  }

  private void pgbenchThrough(Work work, String name, Optional<Pooler> pooler, int keys) {
    pooler.ifPresent(found -> {
      var script = Pgbench.script(stage.folder(), name, Tables.ROW, keys);
      var servers = List.of(found.process().toHandle());
      entries.add(new Entry(work, new Pgbench(name, found.url(), script, servers), ALWAYS));
    });
  }

  private static String insert(long n, String headers) {
    return HttpText.post(
        "/rest/v1/sold", "{\"customer_id\":%d,\"total\":5.5}".formatted(1 + n % 1_000), headers);
  }

  private static String insertByHand(long n) {
    return HttpText.post("/insert?id=" + (1 + n % 1_000), "{\"total\":5.5}", "");
  }

  private static int id() {
    return ThreadLocalRandom.current().nextInt(1, Tables.ROWS);
  }

  private static int hotId() {
    return ThreadLocalRandom.current().nextInt(1, Tables.HOT_ROWS);
  }
}
