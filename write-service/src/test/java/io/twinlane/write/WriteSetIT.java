package io.twinlane.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.postgres.Admission;
import io.twinlane.postgres.Canceller;
import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.LaneBook;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Retries;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.SlowLog;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.metrics.Metrics;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is announced of a write: once as the transaction was observed, and again, where the catalog
 * proves it complete, as the catalog says.
 */
class WriteSetIT {

  private static final Vertx VERTX = Vertx.vertx();

  /** Where the lane lives. */
  private static final Context LOOP = VERTX.getOrCreateContext();

  private static final LaneBook BOOK = LaneBook.unread();
  private static final List<TablesChanged> ANNOUNCED = new CopyOnWriteArrayList<>();
  private static final AtomicReference<Future<?>> GATE =
      new AtomicReference<>(Future.succeededFuture());

  private static TestDatabase database;
  private static WriteSets writeSets;
  private static DirectLane lane;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    for (String sql : SCHEMA.split(";;", -1)) {
      database.execute(sql);
    }
    Messages.register(VERTX.eventBus());
    await(
        VERTX
            .eventBus()
            .<TablesChanged>consumer(
                Address.BUMP.value(),
                message -> {
                  ANNOUNCED.add(message.body());
                  Objects.requireNonNull(GATE.get()).onSuccess(_ -> message.reply(new Noted()));
                })
            .completion());
    WriteSettings settings =
        WriteSettings.from(Environment.of(Map.of("DATABASE_URL", database.url())));
    var pool = settings.connections().exclusive(VERTX, 4);
    Sessions sessions =
        new Sessions(
            VERTX,
            settings.connections(),
            settings.sessions(),
            new Sessions.Observers(BOOK, new SlowLog(VERTX, "direct", Duration.ZERO)));
    writeSets = new WriteSets(pool, sessions, Map.of(), Right.ALWAYS);
    lane =
        new DirectLane(
            new DirectLane.Lines(
                new ExclusiveConnections(
                    VERTX,
                    pool,
                    new Canceller.BySql(() -> pool),
                    new Admission(VERTX, 4, settings.connections().pool(), BOOK.pool("test")),
                    1 << 20),
                new Reaching(VERTX, BOOK),
                new Retries(VERTX, BOOK),
                new SessionWrites(sessions, writeSets, new Retries(VERTX, BOOK)),
                new Announcer(
                    VERTX,
                    new OneRecipient(VERTX.eventBus()),
                    new Positions(() -> Future.succeededFuture("0/1")),
                    Duration.ofSeconds(1)),
                new WriteBook(Metrics.nowhere()),
                new GatheredInserts.Terms(VERTX, 0, 0)),
            settings.connections().statements(1 << 20),
            writeSets,
            new Idempotency(Duration.ofHours(1)),
            new DirectLane.Logs(new SlowLog(VERTX, "direct", Duration.ZERO), new AuditLog(false)));
  }

  private static final String SCHEMA =
      """
      create schema other;
      create table plain (id int primary key, name text default upper('x'), at timestamptz default now());
      create table other.plain (id int);
      create table parent (id int primary key, code int unique);
      create table child (id int primary key, parent int references parent on delete cascade);
      create table grandchild (id int, child int references child on delete cascade);
      create table forgetful (id int, parent int references parent (code) on update cascade on delete set null);
      create table strict (id int, parent int references parent);
      create table audit (id serial, what text);
      create table touched (id int primary key, n int, updated_at timestamptz);
      create table audited (id int primary key, n int);
      create table late (id int primary key);
      create table ruled (id int);
      create table based (id int primary key, name text);
      create view editable as select id, name from based;
      create view steered as select id from based;
      create table parts (id int, day date) partition by range (day);
      create table parts_1 partition of parts for values from ('2020-01-01') to ('2021-01-01');
      create table parts_2 partition of parts for values from ('2021-01-01') to ('2022-01-01');
      create table elder (id int);
      create table younger (more int) inherits (elder);
      create materialized view counted as select count(*) from plain;
      create sequence numbers;
      create table defaulted (id int default nextval('numbers'), note text);
      create table strange (id int, note text);
      create table checked (id int, note text);
      create table policed (id int);
      create type pair as (a int, b int);
      create table searched (id int, body text, words tsvector);
      create trigger words before insert on searched for each row
        execute function tsvector_update_trigger(words, 'pg_catalog.simple', body);
      create table stamped (id int, updated_at timestamptz);
      create table padded (id int, note text default lpad('x', 100));
      ;;
      create function touch() returns trigger language plpgsql as $$
        begin
          -- select into is what this does not do
          if new is distinct from old then new.updated_at := clock_timestamp(); end if;
          return new;
        end $$;
      create trigger touch before update on touched for each row execute function touch();
      create trigger touch before insert on stamped for each row execute function touch();
      create function tell() returns trigger language plpgsql as $$
        begin insert into audit (what) values (tg_op); return null; end $$;
      create trigger tell after insert or delete on audited for each row execute function tell();
      create constraint trigger tell after insert on late deferrable initially deferred
        for each row execute function tell();
      create function steer() returns trigger language plpgsql as $$
        begin insert into other.plain values (new.id); return new; end $$;
      create trigger steer instead of insert on steered for each row execute function steer();
      create rule also as on insert to ruled do also insert into audit (what) values ('ruled');
      create function adds(n int) returns int language plpgsql as $$
        begin insert into audit (what) values ('adds'); return n; end $$;
      create function adds_in_sql(n int) returns void language sql as
        'insert into plain (id) values (n)';
      create function computes(n int) returns int language plpgsql as
        $$ begin return abs(n) + 1; end $$;
      create function looks(n int) returns int language plpgsql immutable as $$
        begin return adds(n); end $$;
      create function tries() returns void language plpgsql as $$
        begin
          insert into plain (id) values (900);
          begin
            insert into other.plain values (1);
            raise exception 'back';
          exception when others then null;
          end;
        end $$;
      create function makes() returns void language plpgsql as $$
        begin execute 'create table if not exists made (id int)'; end $$;
      create function drops() returns void language plpgsql as $$
        begin execute 'create or replace function nothing() returns int language sql as ''select 1'''; end $$;
      create function touch_nothing() returns trigger language plpgsql as $$
        begin return new; end $$;
      create function disguise() returns trigger language plpgsql as $$
        declare x text; begin x := E'it\\'s'; insert into audit (what) values ('y'); x := 'z'; return new; end $$;
      create procedure two_tables() language plpgsql as $$
        begin insert into plain (id) values (901); delete from strict; end $$;
      create procedure commits() language plpgsql as $$
        begin insert into plain (id) values (902); commit; end $$;
      create table conditional (id int);
      create trigger touch before update on conditional for each row when (adds(new.id) > 0)
        execute function touch_nothing();
      create function adds_by_default(n int default adds(1)) returns int language sql as 'select n';
      create domain counted_int as int check (adds(value) > 0);
      create table domained (id int, n counted_int);
      create table indexed (id int);
      create index on indexed (looks(id));
      create function makes_code() returns text language plpgsql as
        $$ begin return 'code_' || md5(random()::text); end $$;
      create table coded (id int, code text default makes_code());
      create table disguised (id int);
      create trigger t before insert on disguised for each row execute function disguise();
      alter table strange alter note set default adds(1)::text;
      alter table defaulted alter note set default computes(1)::text;
      alter table checked add check (adds(id) > 0);
      alter table policed enable row level security;
      create policy p on policed with check (adds(id) > 0)
      """;

  @AfterAll
  static void stop() throws Exception {
    await(VERTX.close());
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute(
        """
        truncate plain, other.plain, parent, child, grandchild, forgetful, strict, audit, touched,
          audited, late, ruled, based, parts, elder, younger, defaulted, strange, checked, policed, conditional, domained, indexed, disguised;
        insert into plain (id) values (1), (2);
        insert into parent values (1, 10), (2, 20);
        insert into child values (1, 1), (2, 2);
        insert into grandchild values (1, 1);
        insert into touched values (1, 1);
        insert into audited values (1, 1);
        insert into based values (1, 'x');
        insert into parts values (1, '2020-05-05');
        insert into conditional values (1);
        insert into elder values (1);
        insert into younger values (2, 2);
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // plain tables: the catalog is enough
        "insert into plain (id) values (7) | certain | plain",
        "update plain set name = 'y' where id = 1 | certain | plain",
        "delete from plain where id = 1 | certain | plain",
        "insert into plain (id) values (1) on conflict (id) do update set name = 'z' | certain | plain",
        "insert into plain (id) values (1) on conflict do nothing | certain | plain",
        "insert into other.plain select id from plain | certain | other.plain",
        "merge into plain using parent on plain.id = parent.id when matched then delete"
            + " when not matched then insert (id) values (5) | certain | plain",
        "with gone as (delete from plain returning id) insert into other.plain select id from gone"
            + " | certain | other.plain plain",
        "with gone as (delete from plain returning id) select id from gone | certain | plain",
        "select 1 | certain | ",
        "select id from plain for update | certain | ",
        "select nextval('numbers') | certain | ",
        "insert into defaulted default values | certain | defaulted",
        "update touched set n = 2 | certain | touched",
        "insert into plain (id) values ((random() * 1e6)::int + 50) | certain | plain",
        "select adds_in_sql(70) | certain | plain",
        // foreign keys
        "insert into child values (9, 1) | certain | child",
        "update parent set code = 11 where id = 1 | certain | forgetful parent",
        "delete from parent where id = 1 | certain | child forgetful grandchild parent",
        "delete from child | certain | child grandchild",
        "insert into strict values (1, 1) | certain | strict",
        // partitions and inheritance
        "insert into parts values (2, '2021-02-02') | certain | parts parts_1 parts_2",
        "insert into parts_1 values (2, '2020-02-02') | certain | parts parts_1",
        "update parts set day = '2021-03-03' | certain | parts parts_1 parts_2",
        "delete from parts_1 | certain | parts parts_1",
        "update elder set id = 5 | certain | elder younger",
        "delete from younger | certain | elder younger",
        // code that may do anything: the transaction is observed
        "insert into audited values (5, 5) | observed | audit audited",
        "delete from audited | observed | audit audited",
        "update audited set n = 2 | certain | audited",
        "insert into late values (1) | observed | audit late",
        "insert into ruled values (1) | observed | audit ruled",
        "insert into editable values (5, 'y') | observed | based",
        "update editable set name = 'y' | observed | based",
        "insert into steered values (5) | observed | other.plain",
        "select adds(1) | observed | audit",
        "select looks(1) | observed | audit",
        "select adds_by_default() | observed | audit",
        "select 1::counted_int | observed | audit",
        "select computes(1) | observed | ",
        "update plain set id = adds(id) where id = 1 | observed | audit plain",
        "select tries() | observed | plain",
        "insert into strange (id) values (1) | observed | audit strange",
        "insert into checked (id) values (1) | observed | audit checked",
        "update conditional set id = 2 | observed | audit conditional",
        "insert into domained values (1, 1) | observed | audit domained",
        "insert into indexed values (1) | observed | audit indexed",
        "insert into disguised values (1) | observed | audit disguised",
        "call two_tables() | observed | plain strict",
        "do $$ begin delete from strict; end $$ | observed | strict",
        "truncate plain | observed | *",
        "truncate parent cascade | observed | *",
        "refresh materialized view counted | observed | *",
        "lock table plain in exclusive mode | observed | plain",
        // another schema: everything may be different
        "alter table plain add column more int | observed | *",
        "create table fresh (id int) | observed | *",
        "create or replace view editable as select id, name from based | observed | *",
        "create or replace function computes(n int) returns int language sql as 'select 1'"
            + " | observed | *",
        "create index on plain (name) | observed | *",
        "comment on table plain is 'x' | observed | *",
        "grant select on plain to public | observed | *",
        "select makes() | observed | *",
        "select drops() | observed | *",
      })
  void whatIsAnnouncedIsWhatWasWritten(String sql, String how, String tables) throws Exception {
    String expected = tables == null ? "" : tables;
    writeSets.forget();

    assertThat(told(sql)).isEqualTo(expected.equals("*") ? expected : observed(sql, expected));

    awaitKnown(sql);
    String known = known(work(sql)) instanceof WriteSet.Certain ? "certain" : "observed";
    assertThat(known).isEqualTo(how);
    if (how.equals("certain")) {
      empty();
      assertThat(told(sql)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into plain (id) values (1) | ONE",
        "insert into plain (id, name) values (1, concat('a', 'b')) returning *, id + 1 | ONE",
        "insert into plain default values returning id | ONE",
        "insert into touched (id) values (1) | ONE", // its trigger is there for updates
        "insert into parts values (1, '2020-02-02') returning id | ONE",
        "insert into plain (id) values (1), (2) | ECHOES",
        "insert into plain (id) select generate_series(1, 3) | ECHOES",
        "insert into plain (id) values (generate_series(1, 3)) returning id | ECHOES",
        "insert into plain (id) values ((select max(id) from parent)) | ECHOES",
        "insert into plain (id) values (1) on conflict do nothing returning id | ECHOES",
        "insert into plain (id) values (1) on conflict (id) do update set name = 'z' returning * | ECHOES",
        "with x as (select 1) insert into plain (id) select * from x returning id | ECHOES",
        "insert into disguised (id) values (1) | NOTHING",
        "insert into coded (id) values (1) | ONE", // its default only computes
        "insert into stamped (id) values (1) | NOTHING",
        "insert into padded (id) values (1) | NOTHING",
        "insert into searched (id) values (1) | NOTHING",
        "insert into plain (id, name) values (1, repeat('x', 10)) | NOTHING",
        "insert into plain (id, name) values (1, computes(1)::text) | NOTHING",
        "insert into plain (id) values (1) returning repeat(name, 10) | NOTHING",
      })
  void whatIsCertainOfAddedRows(String sql, String added) throws Exception {
    writeSets.forget();
    known(work(sql));
    awaitKnown(sql);

    WriteSet known = known(work(sql));
    assertThat(known instanceof WriteSet.Certain certain ? certain.added().name() : "NOTHING")
        .isEqualTo(added);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into plain (id) values (1) | true",
        "insert into plain (id, name) values (1, set_config('a.b', 'c', false)) | false",
        "insert into audited (id) values (1) | false",
      })
  void nothingIsToDoBesidesAStatementThatLeavesNothing(String sql, boolean nothing)
      throws Exception {
    writeSets.forget();
    known(work(sql));
    awaitKnown(sql);

    assertThat(new WriteSteps(work(sql), known(work(sql))).nothingToDo()).isEqualTo(nothing);
  }

  /** What the locks show is exact; what the catalog says of a whole hierarchy may be more. */
  private static String observed(String sql, String expected) {
    return switch (sql) {
      case "insert into parts values (2, '2021-02-02')" -> "parts parts_2";
      default -> expected;
    };
  }

  @Test
  void whatIsRolledBackIsNotAnnounced() throws Exception {
    Work trial =
        new Work(
            "test",
            Identity.ofLane(),
            Map.of(),
            List.of(new Statement("delete from plain", List.of(), List.of())),
            new Transaction(Access.READ_WRITE, Isolation.READ_COMMITTED, Ending.ROLLBACK),
            Deadline.after(Duration.ofSeconds(10)));
    ANNOUNCED.clear();

    assertThat(await(answer(trial))).isInstanceOf(Done.class);
    assertThat(ANNOUNCED).isEmpty();
  }

  @Test
  void aRefusedWriteIsNotAnnounced() throws Exception {
    ANNOUNCED.clear();

    assertThat(await(answer(work("insert into plain (id) values (1)"))))
        .isInstanceOf(Failure.Refused.class);
    assertThat(ANNOUNCED).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWriteWhoseOutcomeIsUnknownIsAnnouncedToo(boolean certain) throws Exception {
    String sql = "delete from plain where (select pg_sleep(30)) is null";
    if (certain) {
      known(work(sql));
      awaitKnown(sql);
    }
    ANNOUNCED.clear();
    Future<Reply> reply = answer(work(sql));
    String kill =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            + " where wait_event = 'PgSleep' and datname = current_database()";
    for (int i = 0; i < 500 && database.query(kill).equals("0"); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }

    assertThat(await(reply)).isInstanceOf(Failure.Unknown.class);
    assertThat(ANNOUNCED).hasSize(1);
    assertThat(words(ANNOUNCED.getFirst())).isEqualTo(certain ? "plain" : "*");
    for (int i = 0; i < 500 && ANNOUNCED.size() < 2; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(ANNOUNCED).as("once more when the statement must have ended").hasSize(2);
    writeSets.forget();
  }

  @Test
  void ddlThatComesInBetweenMakesAWriteUncertain() throws Exception {
    String sql = "insert into plain (id) values (77)";
    known(work(sql));
    awaitKnown(sql);
    ANNOUNCED.clear();
    try (var held = database.connect();
        var statement = held.createStatement()) {
      held.setAutoCommit(false);
      statement.execute("lock table plain in share mode");
      Future<Reply> reply = answer(work(sql));
      TimeUnit.MILLISECONDS.sleep(200);
      writeSets.forget();
      held.commit();

      assertThat(await(reply)).isInstanceOf(Done.class);
    }
    assertThat(words(ANNOUNCED.getFirst())).isEqualTo("*");
  }

  @Test
  void severalStatementsAreAnnouncedTogether() throws Exception {
    ANNOUNCED.clear();
    Work both =
        new Work(
            "test",
            Identity.ofLane(),
            Map.of(),
            List.of(
                new Statement("delete from plain", List.of(), List.of()),
                new Statement("delete from strict", List.of(), List.of())),
            Transaction.write(),
            Deadline.after(Duration.ofSeconds(10)));

    await(answer(both));

    assertThat(words(ANNOUNCED.getFirst())).isEqualTo("plain strict");
  }

  @Test
  void aWriterHasNoAnswerBeforeTheAnnouncementIsNoted() throws Exception {
    ANNOUNCED.clear();
    Promise<Void> gate = Promise.promise();
    GATE.set(gate.future());

    Future<Reply> reply = answer(work("delete from plain"));
    for (int i = 0; i < 300 && ANNOUNCED.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    TimeUnit.MILLISECONDS.sleep(1_300);

    assertThat(database.query("select count(*) from plain")).isEqualTo("0");
    assertThat(reply.isComplete()).isFalse();
    assertThat(ANNOUNCED).as("asked again after a second").hasSize(2);
    GATE.set(Future.succeededFuture());
    gate.complete();
    assertThat(await(reply)).isInstanceOf(Done.class);
  }

  private static String told(String sql) throws Exception {
    ANNOUNCED.clear();
    Reply reply = await(answer(work(sql)));
    assertThat(reply).isInstanceOf(Done.class);
    return ANNOUNCED.stream().map(WriteSetIT::words).collect(Collectors.joining(" and "));
  }

  private static String words(TablesChanged changed) {
    return changed.everything()
        ? "*"
        : changed.tables().stream()
            .map(table -> table.replace("public.", ""))
            .sorted()
            .collect(Collectors.joining(" "));
  }

  private static Future<Reply> answer(Work work) {
    Promise<Reply> answer = Promise.promise();
    LOOP.runOnContext(_ -> lane.answer(work).onComplete(answer));
    return answer.future();
  }

  private static WriteSet known(Work work) throws Exception {
    Promise<WriteSet> known = Promise.promise();
    LOOP.runOnContext(_ -> known.complete(writeSets.of(work)));
    return await(known.future());
  }

  private static void awaitKnown(String sql) throws Exception {
    for (int i = 0; i < 60; i++) {
      if (writeSets.knows(work(sql))) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static Work work(String sql) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        Arrays.asList(new Statement(sql, List.of(), List.of())),
        Transaction.write(),
        Deadline.after(Duration.ofSeconds(15)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
