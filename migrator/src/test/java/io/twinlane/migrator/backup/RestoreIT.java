package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dump comes back whole, or not at all. */
class RestoreIT {

  private static PostgresCluster cluster;
  private static Database origin;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    assumeTrue(PostgresCluster.shared().isPresent(), "no server and tools in /usr/lib/postgresql");
    cluster = PostgresCluster.shared().get();
    origin = Sample.create(cluster);
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void aDumpGoesIntoAnEmptyDatabase(DumpFormat format) {
    Database target = cluster.create();

    Optional<Comparison> compared = restore().into(target, export(Kind.FULL, format), false);

    assertThat(compared.orElseThrow().differences()).isEmpty();
    assertThat(text(target)).isEqualTo(text(origin));
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void aDatabaseIsMadeOfADump(DumpFormat format) {
    Database target = origin.sibling("it's \"new\" " + UUID.randomUUID());

    Optional<Comparison> compared = restore().asNew(target, export(Kind.FULL, format));

    assertThat(compared.orElseThrow().differences()).isEmpty();
    assertThat(text(target)).isEqualTo(text(origin));
  }

  @Test
  void theDatabaseThatTheSettingsNameNeedNotBeThere() {
    Database lost = origin.sibling("lost" + UUID.randomUUID());

    new Restore(lost, Sample.SETTINGS, false, Sample.SILENT)
        .asNew(lost, export(Kind.FULL, DumpFormat.CUSTOM));

    assertThat(text(lost)).isEqualTo(text(origin));
  }

  @Test
  void whatNoDumpHasIsTold() {
    Database owner = Sample.create(cluster);
    PostgresCluster.execute(owner, Sample.setting(owner));
    Dump dump =
        Dump.of(Sample.export(owner, Sample.request(Kind.SCHEMA, DumpFormat.CUSTOM, folder)));
    Database target = cluster.create();
    restore().into(target, dump, false);

    assertThat(restore().aside(dump, target))
        .containsExactly(
            "ALTER DATABASE \"%s\" SET work_mem TO '5MB'".formatted(target.url().database()));
  }

  @Test
  void aDatabaseThatIsNotEmptyIsLeftAlone() {
    Database target = cluster.create();
    PostgresCluster.execute(target, "create function mine() returns int language sql return 1");
    Dump dump = export(Kind.FULL, DumpFormat.CUSTOM);

    assertThatThrownBy(() -> restore().into(target, dump, false))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll("is not empty: it has function mine() already", "--clean");
    assertThat(PostgresCluster.query(target, "select mine()")).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void whatIsThereIsReplacedIfThatIsMeant(DumpFormat format) {
    Database target = Sample.create(cluster);
    PostgresCluster.execute(
        target,
        """
        create extension pgcrypto; create schema other; create table other.t (id int);
        create publication changes for table noise; select lo_from_bytea(0, 'large');
        alter table "User" add extra int; drop schema public cascade; create schema public;
        create table public.mine (id int)
        """);

    Optional<Comparison> compared = restore().into(target, export(Kind.FULL, format), true);

    assertThat(compared.orElseThrow().differences()).isEmpty();
    assertThat(text(target)).isEqualTo(text(origin));
  }

  @Test
  void whatIsThereStaysIfTheRestoreFails() throws IOException {
    Database target = cluster.create();
    PostgresCluster.execute(target, "create table mine as select 7 as id");
    Path file = Sample.export(origin, Sample.request(Kind.FULL, DumpFormat.PLAIN, folder));
    Files.writeString(
        file, Files.readString(file).replace("CREATE VIEW public.users", "CREATE VIEW"));
    Damage.excused(file);

    assertThatThrownBy(() -> restore().into(target, Dump.of(file), true))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("syntax error");
    assertThat(PostgresCluster.query(target, "select id from mine")).isEqualTo("7");
  }

  @Test
  void aDatabaseThatCannotBeMadeWholeIsGoneAgain() throws IOException {
    Path file = Sample.export(origin, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder));
    Path damaged = Damage.excused(new Damage(file).cut());
    Database target = origin.sibling("half" + UUID.randomUUID());

    assertThatThrownBy(() -> restore().asNew(target, Dump.of(damaged)))
        .isInstanceOf(CommandException.class);
    assertThat(databases(target)).isEqualTo("0");
  }

  @Test
  void aDamagedDumpTouchesNothing() throws IOException {
    Path file = Sample.export(origin, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder));
    Dump damaged = Dump.of(new Damage(file).flipped());
    Database target = origin.sibling("untouched" + UUID.randomUUID());

    assertThatThrownBy(() -> restore().asNew(target, damaged))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is damaged");
    assertThat(databases(target)).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void missingRolesAreToldBeforeAndMadeOnRequest(DumpFormat format) throws IOException {
    String role = "Lost owner " + UUID.randomUUID();
    Database owned = cluster.create();
    PostgresCluster.execute(
        owned,
        "create role \"%1$s\"; create table t (id int); alter table t owner to \"%1$s\""
            .formatted(role));
    Path file = Sample.export(owned, Sample.request(Kind.FULL, format, folder));
    Path undescribed = Files.copy(file, folder.resolve("copy"));
    PostgresCluster.execute(owned, "drop table t; drop role \"%1$s\"".formatted(role));
    Database target = cluster.create();

    for (Path dump : new Path[] {file, undescribed}) {
      assertThatThrownBy(() -> restore().into(target, Dump.of(dump), false))
          .isInstanceOf(CommandException.class)
          .hasMessageEndingWith("  create role \"" + role + "\";");
    }

    new Restore(origin, Sample.SETTINGS, true, Sample.SILENT)
        .into(target, Dump.of(undescribed), false);
    assertThat(
            PostgresCluster.query(target, "select tableowner from pg_tables where tablename = 't'"))
        .isEqualTo(role);
  }

  @Test
  void rowsGoIntoTablesThatHaveNone() {
    Database target = cluster.create();
    restore().into(target, export(Kind.SCHEMA, DumpFormat.CUSTOM), false);

    restore().into(target, export(Kind.DATA, DumpFormat.CUSTOM), false);
    PostgresCluster.execute(target, "refresh materialized view many");

    assertThat(text(target)).isEqualTo(text(origin));
  }

  @Test
  void rowsReplaceRowsIfThatIsMeant() {
    Database target = Sample.create(cluster);
    PostgresCluster.execute(target, "delete from noise; insert into noise values (1, 'x')");
    Dump dump = export(Kind.DATA, DumpFormat.CUSTOM);

    assertThatThrownBy(() -> restore().into(target, dump, false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("has rows already");
    restore().into(target, dump, true);
    assertThat(text(target)).isEqualTo(text(origin));
  }

  @Test
  void aTableReplacesThatTableAlone() {
    Database target = Sample.create(cluster);
    PostgresCluster.execute(target, "delete from noise; create table mine (id int)");
    Dump dump =
        Dump.of(
            Sample.export(origin, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder, "noise")));

    assertThatThrownBy(() -> restore().into(target, dump, false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("public.noise already");
    restore().into(target, dump, true);
    assertThat(text(target)).isEqualTo(text(origin));
    assertThat(PostgresCluster.query(target, "select count(*) from mine")).isEqualTo("0");
  }

  private static Restore restore() {
    return new Restore(origin, Sample.SETTINGS, false, Sample.SILENT);
  }

  private Dump export(Kind kind, DumpFormat format) {
    return Dump.of(Sample.export(origin, Sample.request(kind, format, folder)));
  }

  private static String databases(Database named) {
    return PostgresCluster.query(
        origin,
        "select count(*) from pg_database where datname = '" + named.url().database() + "'");
  }

  /** Every row of the sample's tables. */
  private static String text(Database database) {
    return PostgresCluster.query(
        database,
        """
        select md5(string_agg(row, ',' order by row)) from (
          select t::text as row from "User" t
          union all select t::text from "My Schema"."my.odd ""table*" t
          union all select t::text from "order" t union all select t::text from parts t
          union all select t::text from noise t union all select t::text from users t
          union all select t::text from many t) as rows\
        """);
  }
}
