package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.SchemaFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What PostgreSQL's catalog says, read on the DIRECT lane as the lanes' own role and as PostgreSQL
 * wrote it: no text of it is parsed here. Some 5 kB for each table, as long as {@code
 * RESULT_MAX_BYTES} allows. Lives on one event loop.
 */
final class SchemaFacts {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ResultColumn WHOLE = new ResultColumn("", Use.RAW);

  /**
   * PostgreSQL cannot know how many tables there are, and would join them by trying all with all.
   */
  private static final Map<String, String> PLANNING =
      Map.of("enable_nestloop", "off", "jit", "off", "lock_timeout", "2s");

  private static final Statement SCHEMA =
      new Statement(
          resource("schema.sql"), List.of(), List.of(WHOLE, new ResultColumn("history", Use.KEY)));

  private static final String MIGRATIONS = resource("migrations.sql");

  private final Vertx vertx;
  private final Lanes lanes;
  private final SchemaFolder folder;

  /**
   * Facts by a gateway's lanes.
   *
   * @param folder whose migrations the database should have
   */
  SchemaFacts(Vertx vertx, Lanes lanes, SchemaFolder folder) {
    this.vertx = vertx;
    this.lanes = lanes;
    this.folder = folder;
  }

  void answer(RoutingContext context) {
    read(SCHEMA, PLANNING)
        .compose(schema -> migrations(schema).map(migrations -> joined(schema, migrations)))
        .onSuccess(body -> write(context, body))
        .onFailure(cause -> FactsException.answer(context, cause));
  }

  private Future<Buffer> migrations(Result schema) {
    boolean history = "true".equals(schema.key().getFirst());
    return vertx
        .executeBlocking(() -> MigrationFiles.read(folder))
        .compose(files ->
            history
                ? read(migrations(files), Map.of()).map(Result::body)
                : Future.succeededFuture(nothingApplied(files)));
  }

  private static Statement migrations(JsonArray files) {
    return new Statement(MIGRATIONS, List.of(files.encode()), List.of(WHOLE));
  }

  /** Where no migrator has been, or where its history is not for the lanes' role to see. */
  private static Buffer nothingApplied(JsonArray files) {
    JsonArray pending = new JsonArray();
    files.forEach(file -> pending.add(((JsonObject) file).getString("version")));
    return new JsonObject()
        .put("applied", new JsonArray())
        .put("pending", pending)
        .put("drift", new JsonArray())
        .toBuffer();
  }

  /** The one object has its brace moved behind the other. */
  private static Buffer joined(Result schema, Buffer migrations) {
    Buffer body = schema.body();
    return Buffer.buffer(body.length() + migrations.length() + 20)
        .appendBuffer(body, 0, body.length() - 1)
        .appendString(",\"migrations\":")
        .appendBuffer(migrations)
        .appendString("}");
  }

  private Future<Result> read(Statement statement, Map<String, String> settings) {
    Work work =
        new Work(
            "studio-schema",
            lanes.ticket(),
            Identity.ofLane(),
            settings,
            List.of(statement),
            Transaction.read(),
            Deadline.after(TIMEOUT),
            CacheTerms.none(),
            null);
    return lanes
        .run(Address.WRITE, work)
        .compose(reply ->
            reply instanceof Done done
                ? Future.succeededFuture(done.last())
                : Future.failedFuture(new FactsException((Failure) reply)));
  }

  private static void write(RoutingContext context, Buffer body) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }

  private static String resource(String name) {
    try (InputStream in = SchemaFacts.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
