package io.twinlane.standalone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of SQL over HTTP, who logs in with a connection string. */
record SqlClient(RunningSuite suite, String path, String connection) {

  /** As a role of the suite's own database. */
  static SqlClient of(RunningSuite suite, String user, String password) {
    return new SqlClient(
        suite,
        "/sql",
        "postgres://%s:%s@localhost/%s".formatted(user, password, suite.database.name()));
  }

  SqlClient on(String other) {
    return new SqlClient(suite, other, connection);
  }

  SqlClient to(String other) {
    return new SqlClient(suite, path, other);
  }

  /** A statement, with rows as arrays of PostgreSQL's text. */
  HttpResponse<String> ask(String sql, @Nullable String... parameters) {
    return ask(sql, List.of(), parameters);
  }

  HttpResponse<String> ask(String sql, List<String> headers, @Nullable String... parameters) {
    JsonArray all = new JsonArray();
    for (String parameter : parameters) {
      all.add(parameter);
    }
    return send(new JsonObject().put("query", sql).put("params", all).encode(), headers);
  }

  /** The rows of a statement that must succeed. */
  String rows(String sql, @Nullable String... parameters) {
    return rows(ask(sql, parameters));
  }

  static String rows(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body()).getJsonArray("rows").encode();
  }

  HttpResponse<String> batch(List<String> headers, String... statements) {
    JsonArray queries = new JsonArray();
    for (String sql : statements) {
      queries.add(new JsonObject().put("query", sql));
    }
    return send(new JsonObject().put("queries", queries).encode(), headers);
  }

  HttpResponse<String> send(String body, List<String> headers) {
    List<String> own =
        List.of(
            "Neon-Connection-String",
            connection,
            "Neon-Raw-Text-Output",
            "true",
            "Neon-Array-Mode",
            "true");
    String[] all = Stream.concat(own.stream(), headers.stream()).toArray(String[]::new);
    return suite.post(path, body, all);
  }
}
