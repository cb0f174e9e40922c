package io.twinlane.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.gateway.rest.RestRequest.Terms;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.twinlane.schema.message.KeyLookup;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads, from a query string to the statement. */
class ReadTest {

  private static final String FROM = " from \"public\".\"orders\" as _t";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id=eq.5                     | _t.\"id\" = $1::text::integer              | 5",
        "id=neq.5                    | _t.\"id\" <> $1::text::integer             | 5",
        "id=gt.5                     | _t.\"id\" > $1::text::integer              | 5",
        "id=gte.5                    | _t.\"id\" >= $1::text::integer             | 5",
        "id=lt.5                     | _t.\"id\" < $1::text::integer              | 5",
        "id=lte.5                    | _t.\"id\" <= $1::text::integer             | 5",
        "id=not.eq.5                 | not (_t.\"id\" = $1::text::integer)        | 5",
        "status=eq.a.b,c(d)          | _t.\"status\" = $1::text                   | a.b,c(d)",
        "status=eq.                  | _t.\"status\" = $1::text                   | ''",
        "status=like.*pen*           | _t.\"status\" like $1::text                | %pen%",
        "status=ilike.%25pen%25      | _t.\"status\" ilike $1::text               | %pen%",
        "status=ilike.%pen%          | _t.\"status\" ilike $1::text               | %pen%",
        "status=match.%5Ea           | _t.\"status\" ~ $1::text                   | ^a",
        "status=in.(a,\"b,c\",d%20e) | _t.\"status\" = any ($1::text::text[])     | {\"a\",\"b,c\",\"d e\"}",
        "status=in.(\"a\\\"b\",c\\d) | _t.\"status\" = any ($1::text::text[])     | {\"a\\\"b\",\"c\\\\d\"}",
        "id=in.()                    | _t.\"id\" = any ($1::text::integer[])      | {}",
        "id=not.in.(1,2)             | not (_t.\"id\" = any ($1::text::integer[])) | {\"1\",\"2\"}",
        "tags=cs.{a,b}               | _t.\"tags\" @> $1::text::text[]            | {a,b}",
        "data-%3E%3Ea=eq.x           | (_t.\"data\" ->> $1::text) = $2::text      | a,x",
        "data->a->>0=eq.x            | (_t.\"data\" -> $1::text ->> $2::text::int4) = $3::text | a,0,x",
        "data->a=eq.1                | (_t.\"data\" -> $1::text) = $2::text::jsonb | a,1",
        "tags->>0=eq.x               | (to_jsonb(_t.\"tags\") ->> $1::text::int4) = $2::text | 0,x",
        "\"odd%20\\\"name\\\"\"=eq.x | _t.\"odd \"\"name\"\"\" = $1::text         | x",
        "or=(id.eq.1,status.eq.b)    | (_t.\"id\" = $1::text::integer or _t.\"status\" = $2::text) | 1,b",
        "and=(id.gt.1,not.or(id.eq.5,status.in.(\"x,y\",z))) | (_t.\"id\" > $1::text::integer and not (_t.\"id\" = $2::text::integer or _t.\"status\" = any ($3::text::text[]))) | 1,5,{\"x,y\",\"z\"}",
        "not.and=(id.eq.1,id.not.eq.2) | not (_t.\"id\" = $1::text::integer and not (_t.\"id\" = $2::text::integer)) | 1,2",
        "or=(status.eq.\"a,b)\",tags.cs.{x,y}) | (_t.\"status\" = $1::text or _t.\"tags\" @> $2::text::text[]) | a,b),{x,y}",
      })
  void aFilterBindsItsValues(String query, String where, String parameters) {
    Statement statement = statement("select=id&" + query);

    assertThat(statement.sql()).isEqualTo("select _t.\"id\"" + FROM + " where " + where);
    assertThat(String.join(",", statement.parameters())).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=eq.5",
        "select=x:status,data&id=eq.5&limit=1",
        "select=id::text&id=eq.5&order=status",
        "select=\"odd%20\\\"name\\\"\"&id=eq.5&limit=20",
      })
  void aReadByTheKeyIsALookUpAndSaysWhereTheKeyIs(String query) {
    Statement statement = statement(query);

    KeyLookup lookup = Objects.requireNonNull(statement.lookup());
    assertThat(statement.sql().substring(0, lookup.at())).endsWith(" where _t.\"id\" = ");
    assertThat(lookup.gathered(statement.sql()))
        .contains(" where _t.\"id\" = _k.v")
        .contains("select _u.o, _u.v::integer as v from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status=eq.5",
        "id=not.eq.5",
        "id=gt.5",
        "id=eq(any).{5}",
        "id=in.(5)",
        "id=eq.5&status=eq.b",
        "or=(id.eq.5)",
        "id=eq.5&limit=11",
        "id=eq.5&offset=1",
        "select=data->>a&id=eq.5",
      })
  void anyOtherReadIsNone(String query) {
    assertThat(statement(query).lookup()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "null,null",
    "NULL,null",
    "not_null,not null",
    "true,true",
    "false,false",
    "unknown,unknown"
  })
  void isTakesAWordOfSql(String word, String sql) {
    assertThat(statement("select=id&paid=is." + word).sql())
        .endsWith(" where _t.\"paid\" is " + sql);
  }

  @Test
  void filtersOfSeveralParametersMustAllHold() {
    assertThat(statement("select=id&id=gt.1&id=lt.9").sql())
        .endsWith(" where _t.\"id\" > $1::text::integer and _t.\"id\" < $2::text::integer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id                | _t.\"id\"                                 | id        | VALUE",
        "x:id              | _t.\"id\"                                 | x         | VALUE",
        "id::text          | _t.\"id\"::text                           | id        | VALUE",
        "x:id::text        | _t.\"id\"::text                           | x         | VALUE",
        "total             | (_t.\"total\")::text                      | total     | NUMBER",
        "total::int4       | _t.\"total\"::integer                     | total     | VALUE",
        "data              | (_t.\"data\")::text                       | data      | JSON",
        "tags              | to_json(_t.\"tags\")::text                | tags      | JSON",
        "data->a           | ((_t.\"data\" -> $1::text))::text         | a         | JSON",
        "data->a->>b       | (_t.\"data\" -> $1::text ->> $2::text)    | b         | VALUE",
        "data->a->0        | ((_t.\"data\" -> $1::text -> $2::text::int4))::text | a  | JSON",
        "data->0           | ((_t.\"data\" -> $1::text::int4))::text   | data      | JSON",
        "n:data->>a::int4  | (_t.\"data\" ->> $1::text)::integer       | n         | VALUE",
      })
  void aColumnIsSelectedSoThatTheLaneCanWriteIt(String item, String sql, String name, Use use) {
    Statement statement = statement("select=" + item);

    assertThat(statement.sql()).isEqualTo("select " + sql + FROM);
    assertThat(statement.columns()).hasSize(1);
    assertThat(statement.columns().getFirst().name()).isEqualTo(name);
    assertThat(statement.columns().getFirst().use()).isEqualTo(use);
  }

  @Test
  void everyColumnIsTheDefault() {
    Statement statement = statement("");

    assertThat(statement.columns())
        .extracting(column -> column.name())
        .containsExactly("id", "status", "total", "data", "tags", "odd \"name\"", "paid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order=id                           | order by _t.\"id\" asc",
        "order=id.desc                      | order by _t.\"id\" desc",
        "order=id.asc.nullsfirst,status     | order by _t.\"id\" asc nulls first, _t.\"status\" asc",
        "order=id.nullslast                 | order by _t.\"id\" asc nulls last",
        "order=data->>a.desc.nullslast      | order by (_t.\"data\" ->> $1::text) desc nulls last",
        "limit=3                            | limit 3",
        "limit=1001                         | limit $1::text::int8",
        "limit=3&offset=6                   | limit 3 offset $1::text::int8",
        "limit=0                            | limit 0"
      })
  void rowsAreSortedAndPaged(String query, String sql) {
    assertThat(statement("select=id&" + query).sql())
        .isEqualTo("select _t.\"id\"" + FROM + " " + sql);
  }

  @Test
  void theServersLimitCapsTheClients() {
    Statement statement =
        SqlRenderer.render(
                Planner.plan(
                    request("select=id&limit=50", ""),
                    Tables.CATALOG,
                    new Names.Limits(OptionalLong.of(10), false)),
                Tables.JSON)
            .getLast();

    assertThat(statement.sql()).endsWith(" limit 10");
  }

  @Test
  void anExactCountComesWithThePage() {
    Statement statement = statement("select=id&id=gt.1&limit=2", "count=exact");

    assertThat(statement.sql())
        .isEqualTo(
            "with page as (select true, _t.\"id\""
                + FROM
                + " where _t.\"id\" > $1::text::integer limit 2), total as (select"
                + " count(*) as n from (select from \"public\".\"orders\" as _t where _t.\"id\" >"
                + " $2::text::integer) as counted) select total.n, page.* from total left join page"
                + " on true");
    assertThat(statement.columns())
        .extracting(column -> column.use())
        .containsExactly(Use.TOTAL, Use.PRESENT, Use.VALUE);
  }

  @Test
  void aPageOfEverythingCountsItself() {
    assertThat(statement("select=id", "count=exact").sql()).isEqualTo("select _t.\"id\"" + FROM);
  }

  @Test
  void aPlannedCountIsPostgresqlsGuess() {
    List<Statement> statements =
        SqlRenderer.render(
            Planner.plan(
                request("select=id&limit=1", "count=planned"), Tables.CATALOG, Tables.LIMITS),
            Tables.JSON);

    assertThat(statements).hasSize(2);
    assertThat(statements.getFirst().sql()).isEqualTo("explain select" + FROM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id=5                   | PGRST100 | 400",
        "id=foo.5               | PGRST100 | 400",
        "id=is.nil              | PGRST100 | 400",
        "id=in.1                | PGRST100 | 400",
        "or=(id.eq.1            | PGRST100 | 400",
        "or=()                  | PGRST100 | 400",
        "order=id.up            | PGRST100 | 400",
        "select=id,             | PGRST100 | 400",
        "select=id)             | PGRST100 | 400",
        "limit=x                | PGRST100 | 400",
        "limit=-1               | PGRST103 | 416",
        "offset=-1              | PGRST103 | 416",
        "nope=eq.1              | 42703    | 400",
        "select=nope            | 42703    | 400",
        "order=nope             | 42703    | 400",
        "select=id::nope        | 42704    | 400",
        "status=is.true         | 42804    | 400",
        "users.id=eq.1          | PGRST108 | 400",
        "order=users(id)        | PGRST108 | 400",
        "select=id.sum()        | PGRST123 | 400",
        "select=count()         | PGRST123 | 400",
        "select=*,users(*)      | PGRST200 | 400",
        "select=...users(*)     | PGRST200 | 400",
        "id=in(any).{1,2}       | PGRST100 | 400"
      })
  void whatCannotBeUnderstoodIsRefused(String query, String code, int status) {
    assertThatThrownBy(() -> statement(query))
        .isInstanceOfSatisfying(
            RestException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(code);
              assertThat(e.problem().status()).isEqualTo(status);
            });
  }

  @Test
  void aColumnThatIsMisspeltIsGuessed() {
    assertThatThrownBy(() -> statement("statsu=eq.1"))
        .isInstanceOfSatisfying(
            RestException.class,
            e -> assertThat(e.problem().hint()).isEqualTo("Perhaps you meant the column 'status'"));
  }

  @Test
  void aTableThatIsMisspeltIsGuessed() {
    RestRequest request =
        new RestRequest(
            Verb.READ,
            "public",
            "order",
            QueryParser.parse(null, false),
            terms(""),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> Planner.plan(request, Tables.CATALOG, Tables.LIMITS))
        .isInstanceOfSatisfying(
            RestException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("PGRST205");
              assertThat(e.problem().hint())
                  .isEqualTo("Perhaps you meant the table 'public.orders'");
            });
  }

  /** Whatever a client writes as a value stays out of the statement's text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "\"",
        "\\",
        "'; drop table orders; --",
        "$1",
        "{",
        "}",
        "\u0001",
        "💥",
        "' or '1'='1",
        "%00"
      })
  void aHostileValueIsOnlyEverBound(String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String harmless = statement("select=id&status=eq.x&data->>k=in.(x)&limit=1").sql();

    Statement hostile =
        statement("select=id&status=eq." + encoded + "&data->>k=in.(" + encoded + ")&limit=1");

    assertThat(hostile.sql()).isEqualTo(harmless);
  }

  private static Statement statement(String query) {
    return statement(query, "");
  }

  private static Statement statement(String query, String prefer) {
    return SqlRenderer.render(
            Planner.plan(request(query, prefer), Tables.CATALOG, Tables.LIMITS), Tables.JSON)
        .getLast();
  }

  private static RestRequest request(String query, String prefer) {
    return new RestRequest(
        Verb.READ,
        "public",
        "orders",
        QueryParser.parse(query, false),
        terms(prefer),
        Optional.empty(),
        Optional.empty());
  }

  private static Terms terms(String prefer) {
    return new Terms(
        Preferences.parse(List.of(prefer), false),
        AcceptHeader.parse(null),
        Accept.JSON,
        CacheDirectives.NONE,
        false,
        null,
        false,
        false,
        false);
  }
}
