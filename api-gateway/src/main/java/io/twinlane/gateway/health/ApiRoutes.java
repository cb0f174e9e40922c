package io.twinlane.gateway.health;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.http.Observation;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.LeaseGrant;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.PositionReply;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.ShapeReply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Version;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The paths below {@code /api}: an index, the suite's health, and whether the tables are there. */
public final class ApiRoutes {

  /** Always three digits, as a client's own clock writes it. */
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Duration TEST_TIMEOUT = Duration.ofSeconds(3);

  private static final String TABLES =
      """
      select coalesce(json_object_agg(t.name, to_regclass(format('%I.%I', $1::text, t.name)) is not null
        order by t.place), '{}')::text
      from json_array_elements_text($2::text::json) with ordinality as t (name, place)\
      """;

  private final LaneStates states;
  private final Lanes lanes;
  private final Tables tables;

  public ApiRoutes(LaneStates states, Lanes lanes, Tables tables) {
    this.states = states;
    this.lanes = lanes;
    this.tables = tables;
  }

  /** The tables that should be there, and in which schema. */
  public record Tables(String schema, List<String> names) {

    public Tables {
      names = List.copyOf(names);
    }
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/api").handler(this::index);
    router.get("/api/health").handler(this::health);
    router.get("/api/db/test").handler(this::test);
  }

  private void index(RoutingContext context) {
    JsonObject endpoints =
        new JsonObject()
            .put("GET /rest/v1/{table}", "rows, filtered, sorted and paged; CACHED lane")
            .put("POST /rest/v1/{table}", "insert an object or an array; DIRECT lane")
            .put("PATCH /rest/v1/{table}?filter", "change rows; DIRECT lane")
            .put("DELETE /rest/v1/{table}?filter", "remove rows; DIRECT lane")
            .put("GET /api/health", "health of the suite")
            .put("GET /api/db/test", "which tables are there")
            .put("GET /health/live", "the process runs")
            .put("GET /health/started", "everything is deployed")
            .put("GET /health/ready", "requests can be answered");
    answer(
        context,
        200,
        new JsonObject()
            .put("name", "Twinlane")
            .put("version", Version.NUMBER)
            .put("endpoints", endpoints)
            .toBuffer());
  }

  /** Always 200: a person reads it. Orchestrators ask {@code /health/ready}. */
  private void health(RoutingContext context) {
    boolean query = states.connected(Address.QUERY);
    boolean write = states.connected(Address.WRITE);
    JsonObject services =
        new JsonObject()
            .put("database", word(query && write))
            .put("cached", word(query))
            .put("direct", word(write));
    answer(
        context,
        200,
        new JsonObject()
            .put("status", query && write ? "ok" : "degraded")
            .put("timestamp", now())
            .put("version", Version.NUMBER)
            .put("services", services)
            .toBuffer());
  }

  private void test(RoutingContext context) {
    Observation.of(context).asked(Address.WRITE);
    lanes.run(Address.WRITE, tablesWork()).onSuccess(reply -> tested(context, reply));
  }

  private Work tablesWork() {
    Statement statement =
        new Statement(
            TABLES,
            List.of(tables.schema(), new JsonArray(tables.names()).encode()),
            List.of(new ResultColumn("tables", Use.JSON)));
    return new Work(
        "db-test",
        Identity.ofLane(),
        Map.of(),
        List.of(statement),
        Transaction.read(),
        Deadline.after(TEST_TIMEOUT));
  }

  private static void tested(RoutingContext context, Reply reply) {
    switch (reply) {
      case Done done -> {
        Buffer row = done.last().body();
        // the row is {"tables":{…}}: its inside goes on where our own two keys end
        Buffer body =
            Buffer.buffer("{\"status\":\"connected\",\"timestamp\":\"" + now() + "\",")
                .appendBuffer(row.slice(2, row.length() - 1));
        answer(context, 200, body);
      }
      case Failure failure ->
          answer(
              context,
              503,
              new JsonObject().put("status", "error").put("message", message(failure)).toBuffer());
      case CatalogReply _,
          Noted _,
          CacheReply _,
          FiguresReply _,
          LeaseGrant _,
          PositionReply _,
          ShapeReply _ ->
          throw new IllegalStateException("a work was asked for");
    }
  }

  private static String message(Failure failure) {
    return switch (failure) {
      case Failure.Busy(var reason) ->
          switch (reason) {
            case DATABASE_AWAY -> "Connection refused";
            case READ_ONLY -> "The database takes no writes";
            case LOGIN_REFUSED -> "Login refused";
            case POOL_FULL, EXPIRED -> "No connection free in time";
            case NO_SERVICE -> "Service not running";
          };
      case Failure.Unanswered _ -> "No answer in time";
      case Failure.Unknown _ -> "No answer in time";
      case Failure.Refused refused -> "SQLSTATE " + refused.sqlState();
      case Failure.Unexpected _ -> "Unexpected answer";
      case Failure.TooLarge _ -> "Unexpected answer";
      case Failure.NotCached _ -> "Unexpected answer";
      case Failure.StillRunning _ -> "Unexpected answer";
      case Failure.KeyReused _ -> "Unexpected answer";
      case Failure.Internal(var incident) -> "Incident " + incident;
    };
  }

  private static void answer(RoutingContext context, int status, Buffer body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }

  private static String now() {
    return MILLISECONDS.format(Instant.now());
  }

  private static String word(boolean connected) {
    return connected ? "connected" : "disconnected";
  }
}
