package io.twinlane.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.gateway.rest.RestRequest.Terms;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.twinlane.schema.message.Statement;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes, from a body and a query string to the statement. */
class WriteTest {

  @Test
  void anObjectIsInsertedByOneParameter() {
    String body = "{\"id\": 1, \"total\": 29.990, \"data\": {\"a\": [1.0]}}";

    Statement statement = statement(Verb.INSERT, "", "", body);

    assertThat(statement.sql())
        .isEqualTo(
            "insert into \"public\".\"orders\" as _t (\"id\", \"total\", \"data\") select _j.\"id\","
                + " _j.\"total\", _j.\"data\" from json_to_record($1::text::json) as _j(\"id\""
                + " integer, \"total\" numeric, \"data\" jsonb)");
    assertThat(statement.parameters()).containsExactly(body);
    assertThat(statement.columns()).isEmpty();
  }

  @Test
  void anArrayIsInsertedByOneStatement() {
    assertThat(statement(Verb.INSERT, "", "", "[{\"id\":1},{\"id\":2}]").sql())
        .contains("from json_to_recordset($1::text::json) as _j(\"id\" integer)");
  }

  @Test
  void nothingButDefaultsCanBeInserted() {
    assertThat(statement(Verb.INSERT, "", "", "{}").sql())
        .isEqualTo("insert into \"public\".\"orders\" as _t default values");
  }

  @Test
  void columnsPicksTheKeysToUse() {
    assertThat(
            statement(
                    Verb.INSERT,
                    "columns=id,\"status\"",
                    "",
                    "[{\"id\":1,\"x\":2},{\"status\":\"a\"}]")
                .sql())
        .contains("(\"id\", \"status\") select");
  }

  @Test
  void theRowsThatWereWrittenComeBackOnRequest() {
    assertThat(
            statement(Verb.INSERT, "select=id,total", "return=representation", "{\"id\":1}").sql())
        .endsWith(" returning _t.\"id\", (_t.\"total\")::text");
  }

  @Test
  void theKeyComesBackForALocation() {
    assertThat(statement(Verb.INSERT, "", "return=headers-only", "{\"id\":1}").sql())
        .endsWith(" returning _t.\"id\"::text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":1}", "[{\"id\":1}]", "{}"})
  void oneNewRowMayBeCommittedWithOthers(String body) {
    assertThat(statement(Verb.INSERT, "", "", body).addsOneRow()).isTrue();
    assertThat(statement(Verb.INSERT, "select=id", "return=representation", body).addsOneRow())
        .isTrue();
  }

  @Test
  void whatIsMoreThanANewRowMayNot() {
    assertThat(statement(Verb.INSERT, "", "", "[{\"id\":1},{\"id\":2}]").addsOneRow()).isFalse();
    assertThat(statement(Verb.INSERT, "", "resolution=merge-duplicates", "{\"id\":1}").addsOneRow())
        .isFalse();
    assertThat(
            statement(Verb.INSERT, "", "resolution=ignore-duplicates", "{\"id\":1}").addsOneRow())
        .isFalse();
    assertThat(statement(Verb.UPDATE, "id=eq.1", "", "{\"status\":\"x\"}").addsOneRow()).isFalse();
  }

  @Test
  void anUpdateSetsTheColumnsOfTheBody() {
    assertThat(statement(Verb.UPDATE, "id=eq.1", "", "{\"status\":\"x\"}").sql())
        .isEqualTo(
            "update \"public\".\"orders\" as _t set \"status\" = _j.\"status\" from (select * from"
                + " json_to_record($1::text::json) as _j(\"status\" text) limit 1) as _j where"
                + " _t.\"id\" = $2::text::integer");
  }

  @Test
  void aDeleteTakesFilters() {
    assertThat(statement(Verb.DELETE, "status=eq.x", "", "").sql())
        .isEqualTo("delete from \"public\".\"orders\" as _t where _t.\"status\" = $1::text");
  }

  @ParameterizedTest
  @CsvSource({"INSERT,[]", "UPDATE,{}", "UPDATE,[]"})
  void aBodyThatNamesNothingTouchesNothing(Verb verb, String body) {
    assertThat(plan(verb, "", "", "application/json", body)).isInstanceOf(Plan.Nothing.class);
  }

  @Test
  void aFormIsARow() {
    Plan plan =
        plan(Verb.INSERT, "", "", "application/x-www-form-urlencoded", "id=1&status=a+b%26c");

    assertThat(((Plan.Insert) plan).body().json()).isEqualTo("{\"id\":\"1\",\"status\":\"a b&c\"}");
  }

  @Test
  void csvIsRows() {
    Plan plan =
        plan(Verb.INSERT, "", "", "text/csv", "id,status\n1,\"a, \"\"b\"\"\"\n2,NULL\n3,\n");

    assertThat(((Plan.Insert) plan).body().json())
        .isEqualTo(
            "[{\"id\":\"1\",\"status\":\"a, \\\"b\\\"\"},{\"id\":\"2\",\"status\":null},"
                + "{\"id\":\"3\",\"status\":\"\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {\"id\":                      | PGRST102 | 400",
        "application/json | ''                            | PGRST102 | 400",
        "application/json | 17                            | PGRST102 | 400",
        "application/json | {} {}                         | PGRST102 | 400",
        "application/json | [{\"id\":1},{\"status\":\"a\"}] | PGRST102 | 400",
        "application/json | [{\"id\":1},2]                | PGRST102 | 400",
        "application/json | {\"nope\":1}                  | PGRST204 | 400",
        "text/plain       | hello                         | PGRST102 | 415"
      })
  void aBodyThatCannotBeUsedIsRefused(String type, String body, String code, int status) {
    assertThatThrownBy(() -> plan(Verb.INSERT, "", "", type, body))
        .isInstanceOfSatisfying(
            RestException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(code);
              assertThat(e.problem().status()).isEqualTo(status);
            });
  }

  private static Statement statement(Verb verb, String query, String prefer, String body) {
    return SqlRenderer.render(plan(verb, query, prefer, "application/json", body), Tables.JSON)
        .getLast();
  }

  private static Plan plan(Verb verb, String query, String prefer, String type, String body) {
    Terms terms =
        new Terms(
            Preferences.parse(List.of(prefer), false),
            AcceptHeader.parse(null),
            Accept.JSON,
            CacheDirectives.NONE,
            false,
            null,
            false,
            true,
            false);
    Optional<RowsBody> rows =
        verb == Verb.DELETE
            ? Optional.empty()
            : Optional.of(BodyParser.parse(type, Buffer.buffer(body)));
    RestRequest request =
        new RestRequest(
            verb,
            "public",
            "orders",
            QueryParser.parse(query, false),
            terms,
            rows,
            Optional.empty());
    return Planner.plan(request, Tables.CATALOG, Tables.LIMITS);
  }
}
