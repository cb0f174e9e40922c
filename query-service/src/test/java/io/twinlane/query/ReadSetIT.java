package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.postgres.shape.Probe;
import io.twinlane.postgres.shape.ScopedText;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statement to read set, or the reason why there is none, as PostgreSQL itself tells it. */
class ReadSetIT {

  private static final Vertx VERTX = Vertx.vertx();
  private static TestDatabase database;
  private static Pool pool;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    database.execute(
        """
        create schema other;
        create schema shadow;
        create type mood as enum ('sad', 'happy');
        create domain short as text check (length(value) < 9);
        create table a (id int primary key, name text, at timestamptz, day date, price numeric,
          feeling mood, tags text[], doc jsonb, nick short);
        create table b (id int primary key, a int references a, name text);
        create table other.c (id int primary key, b int);
        create table shadow.a (id int);
        create table p (id int, day date) partition by range (day);
        create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
        create table parent (id int);
        create table child (more int) inherits (parent);
        create unlogged table u (id int);
        create sequence counter;
        create view va as select id, name from a;
        create view vva as select va.id, b.name from va join b on b.a = va.id;
        create view vnow as select id from a where at < now();
        create view vrandom as select random() as r;
        create view vplain as select 1 as one;
        create materialized view ma as select count(*) as n from a;
        create view vma as select * from ma;
        create table policed (id int, owner text);
        alter table policed enable row level security;
        create policy mine on policed using (
          owner = current_setting('request.jwt.claims', true) or id in (select id from b));
        create function claims_of() returns json language sql stable
          as $$select nullif(current_setting('request.jwt.claims', true), '')::json$$;
        create function setting_of(name text) returns text language sql stable
          as $$select current_setting(name)$$;
        create operator @@? (leftarg = text, rightarg = boolean, function = current_setting);
        create table timed (id int, until timestamptz);
        alter table timed enable row level security;
        create policy fresh on timed using (until > now());
        create table dormant (id int);
        create policy asleep on dormant using (id > random());
        create function sql_plain(n int) returns int language sql immutable as 'select n + 1';
        create function sql_reads() returns bigint language sql stable as 'select count(*) from b';
        create function sql_atomic() returns bigint language sql stable
          return (select count(*) from other.c);
        create function sql_nested() returns bigint language sql stable
          as 'select sql_reads() + sql_atomic() -- both';
        create function sql_arguments(wanted int) returns setof a language sql stable
          as 'select * from a where id = wanted';
        create function sql_default(n bigint default sql_reads()) returns bigint language sql stable
          as 'select n';
        create function sql_now(t timestamptz default now()) returns timestamptz language sql stable
          as 'select t';
        create function sql_random() returns float8 language sql as 'select random()';
        create function sql_undeclared() returns bigint language sql as 'select count(*) from a';
        create function sql_path() returns bigint language sql stable set search_path = shadow
          as 'select count(*) from a';
        create function sql_writes() returns void language sql as 'insert into b values (1)';
        create function pl_stable() returns int language plpgsql stable as 'begin return 1; end';
        create function pl_immutable(n int) returns int language plpgsql immutable
          as 'begin return n; end';
        create function pl_volatile() returns int language plpgsql as 'begin return 1; end';
        create function step(n int, x int) returns int language plpgsql stable
          as 'begin return n + x; end';
        create aggregate sum_opaque(int) (sfunc = step, stype = int, initcond = '0');
        create aggregate sum_clear(int) (sfunc = int4pl, stype = int, initcond = '0');
        create function add_count(n bigint, x int) returns bigint language sql stable
          return n + (select count(*) from other.c);
        create aggregate sum_atomic(int) (sfunc = add_count, stype = int8, initcond = '0');
        create function eq_atomic(a, b) returns boolean language sql stable
          return exists (select from other.c);
        create operator =~= (leftarg = a, rightarg = b, function = eq_atomic);
        create function calls_by_path() returns bigint language sql stable
          set search_path = shadow as 'select public.sql_undeclared()';
        create function eq_opaque(a, a) returns boolean language plpgsql stable
          as 'begin return true; end';
        create operator ~=~ (leftarg = a, rightarg = a, function = eq_opaque);
        create function nick_of(a) returns text language sql stable
          as 'select name from b where b.a = $1.id limit 1';
        """);
    var url = DatabaseUrl.parse(database.url());
    pool =
        PgBuilder.pool()
            .using(VERTX)
            .with(new PoolOptions().setMaxSize(2))
            .connectingTo(
                new PgConnectOptions()
                    .setHost(url.host())
                    .setPort(url.port())
                    .setDatabase(url.database())
                    .setUser(url.user())
                    .setPassword(url.password().map(secret -> secret.value()).orElse(""))
                    .setProperties(Map.of("default_transaction_read_only", "on")))
            .build();
  }

  @AfterAll
  static void stop() throws Exception {
    await(VERTX.close());
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // tables
        "select * from a | a",
        "select 1 | ",
        "select id from only parent | parent",
        "select id from parent | parent",
        "select id from child | child",
        "select * from u | u",
        "table b | b",
        "values (1), (2) | ",
        "select a.id from a join b on b.a = a.id left join other.c on c.b = b.id | a b other.c",
        "select id from a where exists (select from b where b.a = a.id) | a b",
        "select (select max(id) from b) from a | a b",
        "select id from a where id in (select a from b) | a b",
        "select id from a where false and exists (select from b) | a b",
        "with x as (select * from b) select * from x | b",
        "with recursive x(n) as (select 1 union all select n + 1 from x where n < 3) select n from x | ",
        "with recursive x as (select id from a union select b.id from b, x) select * from x | a b",
        "select id from a union select id from b | a b",
        "select id from a intersect all select id from other.c | a other.c",
        "select * from a, lateral (select * from b where b.a = a.id limit 1) l | a b",
        "select * from p | p",
        "select * from p where day = '2020-05-05' | p",
        "select * from p1 | p1",
        "select * from shadow.a | shadow.a",
        "select count(*), max(price) from a group by feeling having count(*) > 1 | a",
        "select id, row_number() over (partition by feeling order by at) from a | a",
        "select distinct on (name) name from a order by name, id | a",
        "select grouping(name), count(*) from a group by rollup (name) | a",
        // views
        "select * from va | a",
        "select * from vva | a b",
        "select * from vplain | ",
        "select * from ma | ma",
        "select * from vma | ma",
        "select * from vnow | volatile",
        "select * from vrandom | volatile",
        // policies
        "select * from policed | b policed +request.jwt.claims",
        "select * from timed | volatile",
        "select * from dormant | dormant",
        // functions in SQL
        "select sql_plain(id) from a | a",
        "select sql_reads() | b",
        "select sql_default() | b",
        "select sql_now() | volatile",
        "select sql_atomic() | other.c",
        "select sql_nested() | b other.c",
        "select * from sql_arguments(1) | a",
        "select sql_undeclared() | a",
        "select sql_path() | shadow.a",
        "select sql_random() | volatile",
        "select sql_writes() | writes",
        "select a.nick_of from a | a b",
        // functions that cannot be looked into
        "select pl_stable() | unknown-reads",
        "select pl_volatile() | unknown-reads",
        "select pl_immutable(id) from a | a +any",
        "select sum_opaque(id) from a | unknown-reads",
        "select sum_clear(id) from a | a",
        "select sum_atomic(id) from a | a other.c",
        "select x.id from a x join b y on x =~= y | a b other.c",
        "select calls_by_path() | unknown-reads",
        "select x.id from a x join a y on x ~=~ y | unknown-reads",
        // clocks, dice, sequences
        "select now() | volatile",
        "select current_date | volatile",
        "select localtimestamp | volatile",
        "select clock_timestamp() | volatile",
        "select statement_timestamp() | volatile",
        "select age(at) from a | volatile",
        "select random() from a | volatile",
        "select gen_random_uuid() | volatile",
        "select nextval('counter') | volatile",
        "select last_value from counter | system",
        "select pg_current_xact_id_if_assigned() | volatile",
        "select pg_backend_pid() | volatile",
        "select pg_sleep(0) | volatile",
        "select set_config('a.b', 'c', true) | volatile",
        "select pg_advisory_xact_lock(1) | volatile",
        "select pg_relation_size('a') | volatile",
        "select id from a tablesample system (10) | volatile",
        "select id from a order by random() | volatile",
        "select id from a limit (random() * 3)::int | volatile",
        // STABLE only for the sake of settings, which are fixed
        "select at::date from a | a",
        "select id from a where day > at | a",
        "select at + interval '1 month' from a | a",
        "select date_trunc('day', at), extract(dow from at) from a | a",
        "select to_char(at, 'YYYY') from a | a",
        "select json_agg(a) from a | a",
        "select row_to_json(a), to_jsonb(a) from a | a",
        "select jsonb_build_object('n', name) from a | a",
        "select json_object_agg(id, name) from a | a",
        "select array_to_json(tags), array_to_string(tags, ',') from a | a",
        "select concat(name, at), format('%s', price) from a | a",
        "select to_tsvector('english', name) @@ plainto_tsquery('x') from a | a",
        "select generate_series(at, at + interval '1 day', interval '1 hour') from a | a",
        "select age(at, at) from a | a",
        "select doc->'x'->>'y', doc @> '{}' from a | a",
        "select feeling, feeling > 'sad' from a | a",
        "select nick::short from a | a",
        "select tags[1], array[id, 2], row(id, name) from a | a",
        "select coalesce(name, 'x'), nullif(id, 1), greatest(id, 2) from a | a",
        "select case when id > 1 then 'x' else name end from a | a",
        "select id from a where (id, name) > (1, 'x') | a",
        "select name collate \"C\" from a where name like 'x%' and name ~ 'y' | a",
        "select id from a where id = any ('{1,2}') and price is distinct from 1 | a",
        "select string_agg(name, ',' order by id) filter (where id > 1) from a | a",
        "select percentile_cont(0.5) within group (order by price) from a | a",
        "select unnest(tags) from a | a",
        // identity
        "select current_user | ",
        "select current_setting('request.jwt.claims', true) | +request.jwt.claims",
        "select current_setting('Request.JWT.Claims') | +request.jwt.claims",
        "select claims_of() ->> 'sub' | +request.jwt.claims",
        "select claims_of(), current_setting('request.method') | +request.jwt.claims +request.method",
        "select current_setting(name) from a | a +any",
        "select current_setting(concat('request.', 'path')) | +any",
        "select current_setting(null) | +any",
        "select current_setting('request.pfad_ü', true) | +any",
        "select current_setting('request.method', true), current_setting(name) from a | a +any",
        "select setting_of('request.path') | +any",
        "select 'request.path' @@? true | +any",
        "select id as \"{FUNCEXPR :funcid 2077 :args ({CONST :consttype 25\" from a | a",
        "select has_table_privilege('a', 'select') | ",
        // system and the rest
        "select relname from pg_class | system",
        "select table_name from information_schema.tables | system",
        "select * from pg_stat_activity | system",
        "select id from a for update | locking",
        "select id from a for key share skip locked | locking",
        "insert into b values (1) | writes",
        "with gone as (delete from b returning id) select * from gone | writes",
        "update a set id = 1 | writes",
        "merge into a using b on a.id = b.id when matched then delete | writes",
      })
  void postgresqlTellsWhatAStatementReads(String sql, String expected) throws Exception {
    assertThat(told(sql, Map.of())).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void parametersHaveTheTypesThatPostgresqlInfers() throws Exception {
    assertThat(told("select id from a where name = $1 and id = any($2) and at > $3", Map.of()))
        .isEqualTo("a");
  }

  @Test
  void namesAreResolvedAsTheSearchPathOfTheWorkSays() throws Exception {
    assertThat(told("select id from a", Map.of("search_path", "shadow"))).isEqualTo("shadow.a");
    assertThat(told("select id from a", Map.of())).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1; delete from b",
        "select 1; end; drop table b; begin",
        "vacuum a",
        "explain select 1",
        "call nothing()",
        "select * from missing",
        "selec 1",
        "listen x"
      })
  void whatIsNoQueryHasNoShapeAndIsNotRun(String sql) throws Exception {
    database.execute("insert into a values (1); insert into b values (1, 1)");
    try {
      assertThat(told(sql, Map.of())).startsWith("PgException");
      assertThat(database.query("select count(*) from b")).isEqualTo("1");
      assertThat(told("select 1", Map.of())).isEmpty();
    } finally {
      database.execute("delete from b; delete from a");
    }
  }

  @Test
  void aCheckOfADomainMayLookAtSettings() throws Exception {
    String cast = "select $1::text::trusted from a";
    database.execute(
        """
        create function trusts(text) returns boolean language plpgsql stable
          as $$begin return current_setting('request.trust', true) = $1; end$$;
        create domain trusted as text check (trusts(value));
        """);
    try {
      assertThat(told(cast, Map.of())).isEqualTo("a +any");
      assertThat(told("select * from json_populate_record(null::a, $1)", Map.of()))
          .endsWith("+any");
      assertThat(told("select id from a", Map.of())).isEqualTo("a");

      database.execute("alter domain trusted drop constraint trusted_check");
      assertThat(told(cast, Map.of())).isEqualTo("a");

      database.execute(
          "alter domain trusted add check (value = current_setting('request.trust', true))");
      assertThat(told(cast, Map.of())).isEqualTo("a +any");
    } finally {
      database.execute("drop domain trusted; drop function trusts");
    }
  }

  @Test
  void nothingOfTheProbeStays() throws Exception {
    told("select sql_nested() from a", Map.of());

    assertThat(database.query("select count(*) from pg_proc where proname like 'twinlane%'"))
        .isEqualTo("0");
  }

  private static String told(String sql, Map<String, String> settings) throws Exception {
    return await(
        pool.withConnection(
                connection -> Probe.shape(connection, new ScopedText(sql, null, null), settings))
            .map(shape -> word(Determinism.readSet(shape)))
            .otherwise(cause -> cause.getClass().getSimpleName()));
  }

  private static String word(ReadSet set) {
    return switch (set) {
      case ReadSet.Unknown(ReadSet.Reason reason) -> reason.word();
      case ReadSet.Known known ->
          (known.tables().stream()
                      .map(table -> table.replace("public.", ""))
                      .sorted()
                      .collect(Collectors.joining(" "))
                  + settings(known.settings()))
              .strip();
    };
  }

  private static String settings(SettingsRead read) {
    return read.all()
        ? " +any"
        : read.names().stream().sorted().map(name -> " +" + name).collect(Collectors.joining());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
