package io.twinlane.migrator.report;

import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** A database with mixed-case, quoted and partitioned tables, and with every kind of fault. */
final class Fixture {

  private static final String TABLES =
      """
      create table "User" ("Id" int primary key generated always as identity,
        "E mail" text unique, tags int[], j json, at timestamp);
      create index "User Mail" on "User" ("E mail");
      create index user_mail_again on "User" ("E mail");
      create index tags_btree on "User" (tags);
      create table "my table" (a int, b int, body text, user_id int references "User" ("Id"),
        primary key (a, b));
      create index "ab""q" on "my table" (a, b, user_id);
      create table pairs (id serial primary key, y int, x int,
        foreign key (x, y) references "my table" (a, b));
      create index pairs_yx on pairs (y, x, id);
      create table pairs_bad (id int primary key, x int, y int, z int,
        foreign key (x, y) references "my table" (a, b));
      create index pairs_bad_1 on pairs_bad (x, z, y);
      create index pairs_bad_2 on pairs_bad (x, y) where z > 0;
      create table parted (id int, d date, user_id int references "User" ("Id"), body text,
        primary key (id, d)) partition by range (d);
      create table parted_1 partition of parted
        for values from ('2026-01-01') to ('2026-02-01');
      create table "Parted 2" partition of parted
        for values from ('2026-02-01') to ('2026-03-01') partition by range (d);
      create table parted_2a partition of "Parted 2"
        for values from ('2026-02-01') to ('2026-02-15');
      create index parted_body on parted (body);
      create schema "Sales Dept";
      create table "Sales Dept"."Order" (id bigserial primary key, n int,
        user_id int references public."User", t text);
      create index "Order N" on "Sales Dept"."Order" (n);
      create table no_key (a int);
      alter table no_key add constraint bad check (a > 0) not valid;
      create table dup (a int);
      insert into dup values (1), (1);
      create sequence near_end maxvalue 100;
      select setval('near_end', 95);
      """;

  private static final String ROWS =
      """
      insert into "User" ("E mail") select 'u' || g from generate_series(1, 1000) g;
      insert into parted
        select g, '2026-01-01'::date + g % 40, 1, repeat('x', 50) from generate_series(1, 5000) g;
      insert into "my table" (a, b, body)
        select g, g, (
          select string_agg(md5((g * 1000 + i)::text), '') from generate_series(1, 200) i)
        from generate_series(1, 300) g;
      insert into "Sales Dept"."Order" (n, t)
        select g, repeat(md5(g::text), 10) from generate_series(1, 80000) g;
      delete from "Sales Dept"."Order" where n % 10 <> 0;
      """;

  private Fixture() {}

  static void tables(TestDatabase database) {
    database.execute(TABLES);
  }

  static void fill(TestDatabase database) {
    tables(database);
    database.execute(ROWS);
    database.execute("vacuum analyze");
    use(database);
    invalidIndex(database);
    database.execute("alter database %s set enable_seqscan = off".formatted(database.name()));
    database.execute("create role poor_%s login".formatted(database.name()));
  }

  /** The connection string of a user who may do nothing but connect. */
  static String poor(TestDatabase database) {
    return database.url().replaceFirst("//[^@]*@", "//poor_" + database.name() + "@");
  }

  static void close(TestDatabase database) {
    database.execute("drop role poor_" + database.name());
    database.close();
  }

  private static void use(TestDatabase database) {
    database.execute(
        """
        set enable_seqscan = off;
        select body from parted where id = 1 and d = '2026-01-02';
        select body from parted where id = 32 and d = '2026-02-02';
        set enable_seqscan = on;
        set enable_indexscan = off;
        set enable_bitmapscan = off;
        select count(*) from "Sales Dept"."Order" where t = '';
        select count(*) from dup;
        select pg_stat_force_next_flush();
        """);
  }

  /** One that cannot be made, because its values are not unique. */
  private static void invalidIndex(TestDatabase database) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("create unique index concurrently broken on dup (a)");
    } catch (SQLException e) {
      // it stays behind, invalid
    }
  }
}
