package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A database with what dumps have trouble with, and the ways to dump it. */
final class Sample {

  static final BackupSettings SETTINGS = new BackupSettings(Duration.ofDays(30), Optional.empty());

  static final Console SILENT = Console.silent();

  private static final String TABLES =
      """
      create schema "My Schema";
      create type mood as enum ('good', 'bad');
      create table "User" (id int primary key, name text, "odd ""column" text, mood mood);
      insert into "User"
        select g, 'n' || g, E'a\\tb\\nc\\\\.', 'good' from generate_series(1, 1000) g;
      create table "My Schema"."my.odd ""table*" (id int references "User");
      insert into "My Schema"."my.odd ""table*" select generate_series(1, 7);
      create table "order" (id bigint generated always as identity, "user" text);
      insert into "order" ("user") values ('a');
      create table parts (id int, day date) partition by range (day);
      create table parts_2020 partition of parts
        for values from ('2020-01-01') to ('2021-01-01');
      insert into parts select g, '2020-02-02' from generate_series(1, 50) g;
      create view users as select id, name from "User";
      create materialized view many as select count(*) from parts;
      create index by_name on "User" (lower(name));
      create function one() returns int language sql return 1;
      create policy own on "User" using (name = current_user);
      comment on table parts is 'in parts';
      create table noise as select g as id, md5(g::text) as text from generate_series(1, 2000) g
      """;

  private Sample() {}

  /** A new database with it. */
  static Database create(PostgresCluster cluster) {
    Database database = cluster.create();
    PostgresCluster.execute(database, TABLES);
    return database;
  }

  /** A statement for something that is said of a database, and stands in no dump of it. */
  static String setting(Database database) {
    return "alter database \"%s\" set work_mem = '5MB'".formatted(database.url().database());
  }

  static MigratorSettings settings(Database database) {
    return new MigratorSettings(
        database, SchemaFolder.packaged(), EnvironmentName.DEVELOPMENT, Duration.ZERO);
  }

  static Path export(Database database, ExportRequest request) {
    return Backup.take(settings(database), SETTINGS, request, SILENT);
  }

  static ExportRequest request(Kind kind, DumpFormat format, Path folder, String... tables) {
    return new ExportRequest(kind, format, List.of(tables), List.of(), List.of(), folder, false);
  }

  static Comparison verify(Database server, Path dump) {
    return new Verification(server, SETTINGS, SILENT).of(Dump.of(dump));
  }
}
