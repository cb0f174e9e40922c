package io.twinlane.migrator.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinlane.migrator.backup.BackupSettings;
import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.migrator.rehearse.Account.End;
import io.twinlane.migrator.rehearse.Rehearsed.Ending;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a database with one migration applied, twelve rows, and one migration pending. */
class CopyIT {

  private static final BackupSettings TOOLS =
      new BackupSettings(Duration.ofDays(1), Optional.empty());
  private static final String PENDING = "20260102000000_second.sql";

  @TempDir private Path folder;
  private TestDatabase database;
  private MigratorSettings settings;

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.create();
    Files.createDirectories(folder.resolve("migrations"));
    write("20260101000000_first.sql", "create table a as select generate_series(1, 12) as id");
    settings =
        MigratorSettings.from(
            Environment.of(
                Map.of("DATABASE_URL", database.url(), "SCHEMA_DIR", folder.toString())));
    new Migrations(settings.database(), settings.schema()).migrate();
    database.execute("insert into a select generate_series(13, 20)");
    write(PENDING, "alter table a alter id set not null");
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void aTemplateIsCopiedWithItsRows() {
    try (Copy copy = Copy.of(settings, new Origin.Template(database.name()))) {
      assertThat(copy.withRows()).isTrue();
      assertThat(names(copy)).containsExactly(PENDING);
      assertThat(rehearsed(copy).effect().rowsScanned()).isEqualTo(20);
      assertThat(names(copy)).containsExactly(PENDING);
    }
    assertThat(notNull(database)).isEqualTo("false");
  }

  @Test
  void aTemplateInUseIsToldWithWhatToDo() throws SQLException {
    try (var connection = database.connect()) {
      assertThat(connection.isValid(0)).isTrue();
      assertThatThrownBy(() -> Copy.of(settings, new Origin.Template(database.name())))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("somebody is connected to " + database.name())
          .hasMessageContaining("restore a backup");
    }
  }

  @Test
  void withoutACopyTheMigrationsAreReplayed() {
    try (Copy copy = Copy.of(settings, new Origin.Replayed())) {
      assertThat(copy.withRows()).isFalse();
      assertThat(names(copy)).containsExactly(PENDING);
      assertThat(rehearsed(copy).verdict(Duration.ofMinutes(1))).isEqualTo(Verdict.BLOCKS_READS);
    }
  }

  @Test
  void aCopyThatIsThereIsChangedAndStays() {
    try (TestDatabase other = TestDatabase.create()) {
      other.execute("create table a as select 1 as id");
      try (Copy copy = Copy.of(settings, new Origin.Existing(other.name()))) {
        assertThat(names(copy)).hasSize(2);
        assertThat(rehearsed(copy).failure()).isEmpty();
      }
      assertThat(notNull(other)).isEqualTo("true");
    }
  }

  @Test
  void theDatabaseItselfIsNoCopy() {
    assertThatThrownBy(() -> Copy.of(settings, new Origin.Existing(database.name())))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is the database itself");
  }

  @Test
  void aBackupIsRestoredWithItsRows() throws IOException, InterruptedException {
    Path dump = folder.resolve("a.dump");
    String secret = DatabaseUrl.parse(database.url()).forTools().value();
    assumeThat(status("pg_dump", "--format=custom", "--file=" + dump, secret))
        .as("a pg_dump that knows the server")
        .isZero();

    try (Copy copy = Copy.of(settings, new Origin.Backup(dump, TOOLS))) {
      assertThat(names(copy)).containsExactly(PENDING);
      assertThat(rehearsed(copy).effect().rowsScanned()).isEqualTo(20);
    }
  }

  @Test
  void whatIsNoBackupIsToldAndLeavesNoCopy() throws IOException {
    Path file = Files.writeString(folder.resolve("no.dump"), "PGDMP, nearly");
    String scratches = "select count(*) from pg_database where datname like 'twinlane\\_scratch%'";
    String before = database.query(scratches);

    assertThatThrownBy(() -> Copy.of(settings, new Origin.Backup(file, TOOLS)))
        .isInstanceOf(CommandException.class)
        .message()
        .containsAnyOf("pg_restore", "pg_dump");

    assertThat(database.query(scratches)).isEqualTo(before);
  }

  @Test
  void whatKeepsOthersWaitingTooLongIsAnExitStatus() {
    try (Copy copy = Copy.of(settings, new Origin.Template(database.name()))) {
      List<Measured> statements = List.of(rehearsed(copy));

      assertThat(status(Duration.ofMinutes(1), statements, Ending.KEPT)).isZero();
      assertThat(status(Duration.ZERO, statements, Ending.KEPT)).isEqualTo(3);
      assertThat(status(Duration.ofMinutes(1), statements, Ending.FAILED)).isEqualTo(3);
      assertThat(status(Duration.ofMinutes(1), statements, Ending.UNDONE)).isEqualTo(3);
    }
  }

  private static int status(Duration max, List<Measured> statements, Ending ending) {
    return new Account(new CommandOptions().console(), max)
        .end(statements, new End(ending, List.of()));
  }

  private static int status(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  private Measured rehearsed(Copy copy) {
    SqlFile file = copy.pending().getLast();
    return new Rehearsal(copy.database(), false).of(file).statements().getFirst();
  }

  private static List<String> names(Copy copy) {
    return copy.pending().stream().map(SqlFile::name).toList();
  }

  private static String notNull(TestDatabase of) {
    return of.query(
        "select attnotnull::text from pg_attribute where attrelid = 'a'::regclass and attname = 'id'");
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(folder.resolve("migrations").resolve(name), sql);
  }
}
