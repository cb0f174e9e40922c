package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.studio.facts.Facts;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.service.ServiceProcess;
import io.twinlane.schema.service.TransportChoice;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Studio is told of a schema, by both lanes on one event bus. */
class StudioFactsIT {

  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final String TABLES =
      """
      create schema shop;
      create type shop.mood as enum ('sad', 'happy');
      create table shop.customers (
        id bigint generated always as identity primary key,
        email text not null unique,
        mood shop.mood default 'happy',
        price numeric(12,2) constraint price_positive check (price > 0),
        shouted text generated always as (upper(email)) stored);
      comment on table shop.customers is 'who buys';
      comment on column shop.customers.email is 'where "mail" goes';
      create table shop.orders (
        customer_id bigint references shop.customers on delete cascade,
        number int,
        primary key (customer_id, number));
      create table shop.lines (
        id int primary key,
        customer_id bigint,
        number int,
        foreign key (customer_id, number) references shop.orders);
      create index lines_of_an_order on shop.lines (number, customer_id) where id > 5;
      create table shop.returns (
        customer_id bigint,
        number int,
        foreign key (customer_id, number) references shop.orders);
      create index returns_of_an_order on shop.returns (number, customer_id);
      alter table shop.customers enable row level security;
      create policy happy on shop.customers for select using (mood = 'happy');
      create view shop.happy as select id from shop.customers where mood = 'happy';
      create table shop.events (id int, at date, kind text, primary key (id, at, kind))
        partition by range (at);
      create table shop.events_2026 partition of shop.events
        for values from ('2026-01-01') to ('2027-01-01') partition by list (kind);
      create table shop.events_2026_a partition of shop.events_2026 for values in ('a');
      create table shop.events_2027 partition of shop.events
        for values from ('2027-01-01') to ('2028-01-01');
      insert into shop.events select g, '2026-02-02', 'a' from generate_series(1, 200) g;
      insert into shop.events select g, '2027-02-02', 'b' from generate_series(1, 300) g;
      analyze shop.events, shop.events_2026_a, shop.events_2027;
      create function shop.touch() returns trigger language plpgsql security definer
        as 'begin return new; end';
      create trigger touched before update on shop.customers
        for each row execute function shop.touch();
      """;

  private final TestDatabase database = TestDatabase.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = ServiceProcess.vertx(TransportChoice.AUTO);
  private final Monitoring monitoring = Monitoring.of(vertx);

  @TempDir private Path folder;

  @BeforeEach
  void tables() {
    database.execute(TABLES);
  }

  @AfterEach
  void stop() {
    ServiceProcess.close(vertx);
    http.close();
    database.close();
  }

  @Test
  void aTableIsToldWithAllThatItHas() {
    FactsServer facts = start(database.url());

    JsonObject customers = table(facts, "customers");

    assertThat(customers.getString("kind")).isEqualTo("table");
    assertThat(customers.getString("comment")).isEqualTo("who buys");
    assertThat(customers.getBoolean("rowSecurity")).isTrue();
    assertThat(customers.getJsonArray("primaryKey")).containsExactly("id");
    assertThat(customers.getJsonArray("unique"))
        .containsExactly(
            new JsonObject()
                .put("name", "customers_email_key")
                .put("columns", new JsonArray().add("email")));
    assertThat(customers.getJsonArray("checks"))
        .containsExactly(
            new JsonObject()
                .put("name", "price_positive")
                .put("definition", "CHECK ((price > (0)::numeric))"));
    assertThat(customers.getJsonArray("columns").getJsonObject(0))
        .isEqualTo(column("id", "bigint", "int8").put("nullable", false).put("identity", "always"));
    assertThat(customers.getJsonArray("columns").getJsonObject(1))
        .isEqualTo(
            column("email", "text", "text")
                .put("nullable", false)
                .put("comment", "where \"mail\" goes"));
    assertThat(customers.getJsonArray("columns").getJsonObject(2))
        .isEqualTo(
            column("mood", "shop.mood", "mood")
                .put("default", "'happy'::shop.mood")
                .put("enumValues", new JsonArray().add("sad").add("happy")));
    assertThat(customers.getJsonArray("columns").getJsonObject(3))
        .isEqualTo(column("price", "numeric(12,2)", "numeric"));
    assertThat(customers.getJsonArray("columns").getJsonObject(4))
        .isEqualTo(
            column("shouted", "text", "text")
                .put("default", "upper(email)")
                .put("generated", true));
    assertThat(customers.getJsonArray("policies"))
        .containsExactly(
            new JsonObject()
                .put("name", "happy")
                .put("command", "SELECT")
                .put("permissive", true)
                .put("roles", new JsonArray().add("public"))
                .put("using", "(mood = 'happy'::shop.mood)")
                .putNull("check"));
    assertThat(customers.getJsonArray("triggers").getJsonObject(0).getString("definition"))
        .startsWith("CREATE TRIGGER touched BEFORE UPDATE ON shop.customers");
    assertThat(customers.getJsonArray("indexes").getJsonObject(0).getBoolean("primary")).isTrue();
  }

  @Test
  void aForeignKeyIsIndexedIfAnIndexOfAllRowsBeginsWithItsColumns() {
    FactsServer facts = start(database.url());

    JsonObject schema = schema(facts);

    assertThat(table(schema, "orders").getJsonArray("primaryKey"))
        .containsExactly("customer_id", "number");
    assertThat(foreignKey(schema, "orders").getString("onDelete")).isEqualTo("cascade");
    assertThat(foreignKey(schema, "orders").getBoolean("indexed")).isTrue();
    assertThat(foreignKey(schema, "lines"))
        .isEqualTo(
            new JsonObject()
                .put("name", "lines_customer_id_number_fkey")
                .put("columns", new JsonArray().add("customer_id").add("number"))
                .put("toSchema", "shop")
                .put("toTable", "orders")
                .put("toColumns", new JsonArray().add("customer_id").add("number"))
                .put("onDelete", "no action")
                .put("indexed", false));
    assertThat(foreignKey(schema, "returns").getBoolean("indexed")).isTrue();
  }

  @Test
  void partitionsCountForTheirTable() {
    FactsServer facts = start(database.url());

    JsonObject schema = schema(facts);

    JsonObject events = table(schema, "events");
    assertThat(events.getString("kind")).isEqualTo("partitioned table");
    assertThat(events.getLong("rowEstimate")).isEqualTo(500);
    assertThat(events.getLong("bytes")).isPositive();
    assertThat(events.getJsonArray("indexes").getJsonObject(0).getLong("bytes")).isPositive();
    assertThat(names(schema))
        .containsExactlyInAnyOrder("customers", "events", "happy", "lines", "orders", "returns");
    assertThat(table(schema, "happy").getString("kind")).isEqualTo("view");
  }

  @Test
  void somebodyWithoutRightsIsToldTheSame() {
    String role = "clerk_" + UUID.randomUUID().toString().replace("-", "");
    String other = role + "_other";
    database.execute(
        "create role %s login password 'word'; create role %s; grant %s to %s"
            .formatted(role, other, other, role));
    try {
      JsonObject told = schema(start(asRole(role)));

      assertThat(told.getString("sessionUser")).isEqualTo(role);
      assertThat(told.getJsonArray("roles")).containsExactly(role, other);
      assertThat(table(told, "customers").getJsonArray("columns")).hasSize(5);
      assertThat(told.getJsonArray("enums"))
          .containsExactly(
              new JsonObject()
                  .put("schema", "shop")
                  .put("name", "mood")
                  .put("values", new JsonArray().add("sad").add("happy")));
      JsonObject touch = told.getJsonArray("functions").getJsonObject(0);
      assertThat(touch.getString("name")).isEqualTo("touch");
      assertThat(touch.getBoolean("securityDefiner")).isTrue();
      assertThat(told.getJsonObject("migrations").getJsonArray("applied")).isEmpty();
      assertThat(told.getJsonObject("migrations").getJsonArray("pending"))
          .hasSameSizeAs(SchemaFolder.packaged().migrations());
    } finally {
      ServiceProcess.close(vertx);
      database.execute("drop role %s, %s".formatted(role, other));
    }
  }

  @Test
  void migrationsAreComparedWithTheirFiles() throws IOException {
    Path migrations = Files.createDirectory(folder.resolve("migrations"));
    Path first = migrations.resolve("20260101000000_first.sql");
    Path second = migrations.resolve("20260102000000_second.sql");
    Files.writeString(first, "create table one (id int primary key);\n");
    Files.writeString(second, "create table two (id int primary key);\n");
    new Migrations(new Database(DatabaseUrl.parse(database.url())), SchemaFolder.at(folder))
        .migrate();
    Files.writeString(first, "create table one (id bigint primary key);\n");
    Files.delete(second);
    Files.writeString(migrations.resolve("20260103000000_third.sql"), "create table three ();\n");

    JsonObject told = schema(start(database.url())).getJsonObject("migrations");

    assertThat(told.getJsonArray("applied")).hasSize(2);
    JsonObject newest = told.getJsonArray("applied").getJsonObject(0);
    assertThat(newest.getString("version")).isEqualTo("20260102000000");
    assertThat(newest.getString("name")).isEqualTo("second");
    assertThat(newest.getBoolean("success")).isTrue();
    assertThat(told.getJsonArray("pending")).containsExactly("20260103000000");
    assertThat(told.getJsonArray("drift"))
        .containsExactly(
            "20260101000000_first.sql was edited after it was applied",
            "20260102000000_second.sql was applied, but its file is gone");
  }

  @Test
  void withoutALaneItIsSaidSo() {
    FactsServer facts = new FactsServer(new Facts.Terms(SchemaFolder.packaged(), SILENCE));
    ServiceProcess.await(vertx.deployVerticle(facts));

    HttpResponse<String> refused = get(facts, "/schema");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(refused.body()).getString("code")).isNotEmpty();
  }

  private FactsServer start(String url) {
    Environment env =
        Environment.of(
            Map.of("DATABASE_URL", url, "POOL_MAX", "2", "HEALTH_DATABASE_INTERVAL_MS", "50"));
    boolean own = Files.isDirectory(folder.resolve("migrations"));
    FactsServer facts =
        new FactsServer(
            new Facts.Terms(own ? SchemaFolder.at(folder) : SchemaFolder.packaged(), SILENCE));
    ServiceProcess.await(vertx.deployVerticle(facts));
    ServiceProcess.await(
        vertx.deployVerticle(new QueryVerticle(QuerySettings.from(env), monitoring)));
    ServiceProcess.await(
        vertx.deployVerticle(new WriteVerticle(WriteSettings.from(env), monitoring)));
    return facts;
  }

  private String asRole(String role) {
    DatabaseUrl url = DatabaseUrl.parse(database.url());
    return "postgres://%s:word@%s:%d/%s".formatted(role, url.host(), url.port(), url.database());
  }

  private JsonObject schema(FactsServer facts) {
    HttpResponse<String> response = get(facts, "/schema");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  private JsonObject table(FactsServer facts, String name) {
    return table(schema(facts), name);
  }

  private static JsonObject table(JsonObject schema, String name) {
    return schema.getJsonArray("tables").stream()
        .map(JsonObject.class::cast)
        .filter(table -> table.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonObject schema) {
    return schema.getJsonArray("tables").stream()
        .map(table -> ((JsonObject) table).getString("name"))
        .toList();
  }

  private static JsonObject foreignKey(JsonObject schema, String table) {
    return table(schema, table).getJsonArray("foreignKeys").getJsonObject(0);
  }

  private static JsonObject column(String name, String type, String udt) {
    return new JsonObject()
        .put("name", name)
        .put("type", type)
        .put("udt", udt)
        .put("nullable", true)
        .putNull("default")
        .putNull("identity")
        .put("generated", false)
        .putNull("comment")
        .putNull("enumValues");
  }

  private HttpResponse<String> get(FactsServer facts, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + facts.port() + path)).build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
