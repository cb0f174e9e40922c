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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export dumps, and what it says of it. */
class ExportIT {

  private static PostgresCluster cluster;
  private static Database database;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    assumeTrue(PostgresCluster.shared().isPresent(), "no server and tools in /usr/lib/postgresql");
    cluster = PostgresCluster.shared().get();
    database = Sample.create(cluster);
    PostgresCluster.execute(database, Sample.setting(database));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aDumpIsNamedAfterWhatItIs(Kind kind) {
    Path dump = export(kind);

    assertThat(dump.getFileName().toString())
        .matches("dev-backup_[0-9a-f_]+-" + kind.word() + "-\\d{8}T\\d{6}Z\\.dump");
  }

  @Test
  void aManifestTellsWhatWasDumped() {
    Path dump = export(Kind.FULL);

    Manifest manifest = Manifest.of(dump).orElseThrow();
    assertThat(manifest.rows())
        .containsEntry("public.\"User\"", 1_000L)
        .containsEntry("\"My Schema\".\"my.odd \"\"table*\"", 7L)
        .containsEntry("public.parts_2020", 50L)
        .doesNotContainKey("public.parts");
    assertThat(manifest.catalog().roles()).containsExactly("postgres");
    assertThat(manifest.catalog().digest()).hasSize(64);
    assertThat(manifest.catalog().facts())
        .anyMatch(fact -> fact.kind().equals("index") && fact.value().contains("lower(name)"));
    assertThat(manifest.catalog().aside())
        .contains("ALTER DATABASE {database} SET work_mem TO '5MB'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my.odd \"table*",
        "My Schema.my.odd \"table*",
        "\"My Schema\".\"my.odd \"\"table*\"",
        "\"my.odd \"\"table*\""
      })
  void aTableIsFoundHoweverOddItsNameIs(String name) {
    Path dump = Sample.export(database, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder, name));

    assertThat(Manifest.of(dump).orElseThrow().rows())
        .containsOnlyKeys("\"My Schema\".\"my.odd \"\"table*\"");
    assertThat(Sample.verify(database, dump).differences()).isEmpty();
    assertThat(dump.getFileName().toString()).contains("-full-My_Schema.my.odd_table_-");
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    ExportRequest request = Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder, "user");

    assertThatThrownBy(() -> Sample.export(database, request))
        .isInstanceOf(CommandException.class)
        .hasMessage("there is no table user: is public.\"User\" meant?");
    assertThat(files()).isEmpty();
  }

  @Test
  void tablesAreLeftOutAsTheyAreNamed() {
    ExportRequest request =
        new ExportRequest(
            Kind.FULL,
            DumpFormat.CUSTOM,
            List.of(),
            List.of("parts", "noise"),
            List.of(),
            folder,
            false);

    Path dump = Sample.export(database, request);

    assertThat(Manifest.of(dump).orElseThrow().rows())
        .doesNotContainKeys("public.parts_2020", "public.noise")
        .hasSize(3);
    assertThat(Sample.verify(database, dump).differences()).isEmpty();
  }

  @Test
  void pgDumpIsToldWhatElseIsSaid() {
    ExportRequest request =
        new ExportRequest(
            Kind.FULL,
            DumpFormat.CUSTOM,
            List.of(),
            List.of(),
            List.of("--exclude-table-data=noise", "--no-owner"),
            folder,
            false);

    Path dump = Sample.export(database, request);

    Comparison comparison = Sample.verify(database, dump);
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.unknown()).hasSize(2);
  }

  @Test
  void aDumpIsOfOneMomentWhileOthersWrite() throws Exception {
    Database written = Sample.create(cluster);
    AtomicBoolean done = new AtomicBoolean();
    Path dump;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer = threads.submit(() -> write(written, done));
      try {
        dump = Sample.export(written, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder));
      } finally {
        done.set(true);
      }
      writer.get();
    }

    assertThat(Sample.verify(written, dump).differences()).isEmpty();
    long dumped = Manifest.of(dump).orElseThrow().rows().getOrDefault("public.noise", 0L);
    long now = Long.parseLong(PostgresCluster.query(written, "select count(*) from noise"));
    assertThat(now).isGreaterThan(dumped);
  }

  private static void write(Database database, AtomicBoolean done) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      while (!done.get()) {
        statement.execute("insert into noise values (0, 'more')");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path export(Kind kind) {
    return Sample.export(database, Sample.request(kind, DumpFormat.CUSTOM, folder));
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
