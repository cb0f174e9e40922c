package io.twinlane.bench.contender;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.function.Function;

/**
 * An HTTP server on one event loop that sends a statement written by hand for each path: what a
 * team's own handler costs, without checks, roles or limits. Below {@code /rows} it writes JSON
 * from decoded rows, below {@code /json} it gives the JSON that PostgreSQL makes.
 */
public final class ByHand {

  private static final Map<String, Statement> STATEMENTS =
      Map.of(
          "/rows/one", decoded(Tables.ROW),
          "/rows/twenty", decoded(Tables.TWENTY),
          "/rows/thousand", decoded(Tables.THOUSAND),
          "/json/one", aggregated(Tables.ROW),
          "/json/twenty", aggregated(Tables.TWENTY),
          "/json/thousand", aggregated(Tables.THOUSAND),
          "/json/embeds", aggregated(Tables.EMBEDS));

  private ByHand() {}

  /** What a path sends, and how its rows become an answer. */
  private record Statement(String sql, Function<RowSet<Row>, String> body) {}

  private static Statement decoded(String sql) {
    return new Statement(sql, ByHand::written);
  }

  private static Statement aggregated(String sql) {
    return new Statement(Tables.aggregated(sql), rows -> rows.iterator().next().getString(0));
  }

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    PgConnectOptions options =
        PgConnectOptions.fromUri(
                System.getenv("DATABASE_URL").replaceFirst("^postgres:", "postgresql:"))
            .setCachePreparedStatements(true)
            .setPipeliningLimit(64);
    PoolOptions size = new PoolOptions().setMaxSize(Integer.parseInt(System.getenv("POOL_MAX")));
    SqlClient reads = PgBuilder.client().with(size).connectingTo(options).using(vertx).build();
    Pool writes = PgBuilder.pool().with(size).connectingTo(options).using(vertx).build();
    vertx
        .createHttpServer()
        .requestHandler(request -> handle(request, reads, writes))
        .listen(Integer.parseInt(System.getenv("HTTP_PORT")), "127.0.0.1");
  }

  private static void handle(HttpServerRequest request, SqlClient reads, Pool writes) {
    Statement statement = STATEMENTS.get(request.path());
    Integer id = Integer.valueOf(request.getParam("id", "1"));
    if (request.method().equals(HttpMethod.POST)) {
      request
          .body()
          .compose(_ -> writes.preparedQuery(Tables.INSERT).execute(Tuple.of(id)))
          .onComplete(done -> answer(request, done.succeeded() ? 201 : 500, ""));
      return;
    }
    if (statement == null) {
      answer(request, 200, "");
      return;
    }
    Future<String> json =
        reads.preparedQuery(statement.sql()).execute(Tuple.of(id)).map(statement.body());
    json.onSuccess(body -> answer(request, 200, body)).onFailure(_ -> answer(request, 500, ""));
  }

  private static String written(RowSet<Row> rows) {
    StringBuilder json = new StringBuilder("[");
    for (Row row : rows) {
      json.append(json.length() == 1 ? "{\"id\":" : ",\n {\"id\":").append(row.getInteger(0));
      json.append(",\"total\":").append(row.getBigDecimal(1));
      if (row.size() > 2) {
        json.append(",\"placed\":\"").append(row.getOffsetDateTime(2)).append('"');
      }
      json.append('}');
    }
    return json.append(']').toString();
  }

  private static void answer(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body);
  }
}
