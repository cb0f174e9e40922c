package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.generate.Introspection.Taken;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntrospectIT {

  private static final String SHOP =
      """
      create extension citext;
      create schema stock;
      create type mood as enum ('a', 'b');
      create domain positive as int check (value > 0);
      create function touch() returns trigger language plpgsql as 'begin return new; end';
      create table users (id bigserial primary key, mail citext unique, mood mood);
      create table "Order Lines" (
        "Id" int generated always as identity primary key,
        user_id bigint references users,
        twice int generated always as ("Id" * 2) stored,
        count positive);
      create index on "Order Lines" (user_id) where count > 3;
      create table a (id int primary key, b_id int);
      create table b (id int primary key, a_id int references a);
      alter table a add foreign key (b_id) references b;
      create table stock.items (id int, at date) partition by range (at);
      create table stock.items_2026 partition of stock.items
        for values from ('2026-01-01') to ('2027-01-01');
      create index on stock.items (id);
      create function total(u users) returns bigint language sql stable
        as 'select count(*) from "Order Lines" where user_id = u.id';
      create view busy as select id, total(users) from users;
      create materialized view counted as select count(*) as n from busy;
      create unique index on counted (n);
      create trigger tr before update on users for each row execute function touch();
      alter table users enable row level security;
      create policy own on users using (mail = current_user);
      grant select on users, busy to public;
      comment on table users is 'people; who sign in';
      comment on column users.mail is 'it''s';
      create publication p for table users;
      alter default privileges grant select on tables to public\
      """;

  private TestDatabase database;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void baselineAndDeclarationMakeTheSameSchema() {
    database.execute(SHOP);

    Taken taken = take();

    assertThat(taken.left()).isEmpty();
  }

  @Test
  void thereIsAFilePerTableInAnOrderThatRuns() {
    database.execute(SHOP);

    List<String> names = take().declaration().stream().map(SqlFile::name).toList();

    assertThat(names).isSorted().first().isEqualTo("00_types.sql");
    assertThat(names)
        .anyMatch(name -> name.endsWith("_users.sql"))
        .anyMatch(name -> name.endsWith("_order_lines.sql"))
        .anyMatch(name -> name.endsWith("_stock_items.sql"))
        .noneMatch(name -> name.contains("items_2026"));
  }

  @Test
  void theMigratorsOwnTablesAreLeftOut() {
    database.execute(
        "create schema twinlane; create table twinlane.schema_migrations (id int);"
            + " create function twinlane.f() returns int language sql as 'select 1';"
            + " create table t (id int default twinlane.f())");

    Taken taken = take();

    assertThat(taken.left()).isEmpty();
    assertThat(taken.baseline().text())
        .contains("FUNCTION twinlane.f()")
        .doesNotContain("schema_migrations", "CREATE SCHEMA");
  }

  @Test
  void anotherOwnerIsNamed() {
    database.execute("create role introspected; create table t (id int)");
    try {
      database.execute("alter table t owner to introspected");

      assertThat(take().baseline().text()).contains("ALTER TABLE public.t OWNER TO introspected");
    } finally {
      database.execute("drop owned by introspected; drop role introspected");
    }
  }

  private Taken take() {
    return new Introspection(new Database(DatabaseUrl.parse(database.url())), new KeeperWriter())
        .take();
  }
}
