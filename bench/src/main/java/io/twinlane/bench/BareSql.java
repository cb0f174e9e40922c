package io.twinlane.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Map;

/**
 * An HTTP server on one event loop that sends a statement written by hand for each path, and gives
 * the JSON that PostgreSQL makes: what a team's own handler costs, without checks, roles or limits.
 */
public final class BareSql {

  static final String ROW =
      "select coalesce(json_agg(r), '[]')::text from (select id, total from purchases where id = $1) as r";

  static final String EMBEDS =
      """
      select coalesce(json_agg(r), '[]')::text from (
        select p.id, p.total,
          (select row_to_json(x) from (select c.name from customers c where c.id = p.customer_id) x) as customers,
          coalesce((select json_agg(x) from (
            select i.name, i.amount from items i where i.purchase_id = p.id) x), '[]') as items
        from purchases p where p.id > $1 order by p.id limit 20) as r\
      """;

  static final String THOUSAND =
      """
      select coalesce(json_agg(r), '[]')::text from (
        select id, total, placed from purchases where id > $1 order by id limit 1000) as r\
      """;

  static final String INSERT = "insert into purchases (customer_id, total) values ($1, 5.5)";

  private static final Map<String, String> STATEMENTS =
      Map.of("/row", ROW, "/embeds", EMBEDS, "/thousand", THOUSAND);

  private BareSql() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    PgConnectOptions options =
        PgConnectOptions.fromUri(
                System.getenv("DATABASE_URL").replaceFirst("^postgres:", "postgresql:"))
            .setCachePreparedStatements(true)
            .setPipeliningLimit(64);
    SqlClient reads =
        PgBuilder.client()
            .with(new PoolOptions().setMaxSize(2))
            .connectingTo(options)
            .using(vertx)
            .build();
    Pool writes =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(8))
            .connectingTo(options)
            .using(vertx)
            .build();
    vertx
        .createHttpServer()
        .requestHandler(request -> handle(request, reads, writes))
        .listen(Integer.parseInt(System.getenv("HTTP_PORT")), "127.0.0.1");
  }

  private static void handle(HttpServerRequest request, SqlClient reads, Pool writes) {
    String sql = STATEMENTS.get(request.path());
    Integer id = Integer.valueOf(request.getParam("id", "1"));
    if (request.method().equals(HttpMethod.POST)) {
      request
          .body()
          .compose(_ -> writes.preparedQuery(INSERT).execute(Tuple.of(id)))
          .map(_ -> "")
          .onComplete(done -> answer(request, done.succeeded() ? 201 : 500, ""));
      return;
    }
    if (sql == null) {
      answer(request, 200, "");
      return;
    }
    Future<String> json =
        reads
            .preparedQuery(sql)
            .execute(Tuple.of(id))
            .map(rows -> rows.iterator().next().getString(0));
    json.onComplete(done -> answer(request, done.succeeded() ? 200 : 500, json.result()));
  }

  private static void answer(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body == null ? "" : body);
  }
}
