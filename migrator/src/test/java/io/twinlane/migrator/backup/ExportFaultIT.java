package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.history.MigrationLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export leaves behind, whatever becomes of it. */
class ExportFaultIT {

  private static PostgresCluster cluster;
  private static Database database;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    assumeTrue(PostgresCluster.shared().isPresent(), "no server and tools in /usr/lib/postgresql");
    cluster = PostgresCluster.shared().get();
    database = Sample.create(cluster);
  }

  @Test
  void nobodyElseMayReadADump() throws IOException {
    Path made = folder.resolve("new/folder");

    Path dump = Sample.export(database, Sample.request(Kind.FULL, DumpFormat.PLAIN, made));

    assertThat(mode(dump)).isEqualTo("rw-------");
    assertThat(mode(Manifest.beside(dump))).isEqualTo("rw-------");
    assertThat(mode(made)).isEqualTo("rwx------");
  }

  @Test
  void exportsAtOnceGiveADumpEach() throws Exception {
    Callable<Path> export = () -> export(Kind.FULL);

    List<Future<Path>> dumps;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      dumps = threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> export).toList());
    }

    assertThat(dumps.stream().map(Future::resultNow).distinct()).hasSize(4);
    assertThat(files()).hasSize(8);
  }

  @Test
  void aKilledExportLeavesNoDump() throws Exception {
    Database locked = Sample.create(cluster);
    try (Connection connection = locked.connect();
        var statement = connection.createStatement()) {
      statement.execute("begin; lock table noise");
      Process export =
          ExportProcess.start(
              locked.url().forTools().value(),
              folder.resolve("log"),
              "--data",
              "--output=" + folder.resolve("killed"));
      awaitDumpAtWork(locked, () -> !export.isAlive());

      List<ProcessHandle> dump = export.descendants().toList();
      export.destroyForcibly().waitFor();
      for (ProcessHandle process : dump) {
        process.destroyForcibly(); // else it writes on once the lock is gone
        process.onExit().get();
      }
    }

    folder = folder.resolve("killed");
    assertThat(files()).singleElement().asString().endsWith(".partial");
    Files.setLastModifiedTime(
        folder.resolve(files().getFirst()), FileTime.from(Instant.now().minusSeconds(120)));
    Path next = Sample.export(locked, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder));
    assertThat(files())
        .containsExactly(
            next.getFileName().toString(), Manifest.beside(next).getFileName().toString());
  }

  @Test
  void nobodyMigratesDuringAnExport() throws Exception {
    Database locked = Sample.create(cluster);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection connection = locked.connect();
        var statement = connection.createStatement()) {
      statement.execute("begin; lock table noise");
      Future<Path> export =
          threads.submit(
              () -> Sample.export(locked, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder)));
      awaitDumpAtWork(locked, export::isDone);

      assertThatThrownBy(() -> MigrationLock.take(locked, Duration.ZERO, Sample.SILENT))
          .isInstanceOf(CommandException.class);

      statement.execute("commit");
      assertThat(export.get()).exists();
    }
  }

  /** Both pg_dump and the one that counts rows wait for the table. */
  private static void awaitDumpAtWork(Database locked, BooleanSupplier ended) {
    String waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            + " and datname = current_database()";
    while (!PostgresCluster.query(locked, waiting).equals("2")) {
      assertThat(ended.getAsBoolean()).isFalse();
    }
  }

  @Test
  void aFailedExportLeavesNothing() {
    ExportRequest request =
        new ExportRequest(
            Kind.FULL,
            DumpFormat.CUSTOM,
            List.of(),
            List.of(),
            List.of("--schema=none"),
            folder,
            false);

    assertThatThrownBy(() -> Sample.export(database, request))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no matching schemas");
    assertThat(files()).isEmpty();
  }

  @Test
  void toolsThatAreTooOldAreToldWithWhatToInstall() throws IOException {
    Path old = Files.createDirectory(folder.resolve("old"));
    for (String tool : List.of("pg_dump", "pg_restore", "psql")) {
      Path script = old.resolve(tool);
      Files.writeString(script, "#!/bin/sh\necho '" + tool + " (PostgreSQL) 9.6.24'\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    BackupSettings settings = new BackupSettings(Duration.ofDays(30), Optional.of(old));
    String major = PostgresCluster.query(database, "show server_version").replaceAll("\\..*", "");

    assertThatThrownBy(() -> Backup.before(Sample.settings(database), settings, Sample.SILENT))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(
            "9.6.24 in " + old,
            "apt-get install postgresql-client-" + major,
            "apk add postgresql" + major + "-client",
            "brew install postgresql@" + major);
  }

  @Test
  void oldDumpsGoWhenNewerOnesAreThere() throws Exception {
    Path first = export(Kind.FULL);
    Path schema = export(Kind.SCHEMA);
    Path young = export(Kind.FULL);
    age(first, 40);
    age(schema, 50);
    age(young, 20);
    Path foreign = Files.writeString(folder.resolve("mine.dump"), "without manifest");

    Path last = export(Kind.FULL);

    assertThat(first).doesNotExist();
    assertThat(Manifest.beside(first)).doesNotExist();
    assertThat(List.of(schema, young, last, foreign)).allSatisfy(dump -> assertThat(dump).exists());
  }

  /** Has a manifest say that its dump is so many days old. */
  private static void age(Path dump, int days) throws IOException {
    Manifest manifest = Manifest.of(dump).orElseThrow();
    String time = Instant.parse(manifest.origin().time()).minus(Duration.ofDays(days)).toString();
    String text = Files.readString(Manifest.beside(dump));
    Files.writeString(Manifest.beside(dump), text.replace(manifest.origin().time(), time));
  }

  private Path export(Kind kind) {
    return Sample.export(database, Sample.request(kind, DumpFormat.CUSTOM, folder));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
