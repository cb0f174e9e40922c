package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dump that is not what was dumped is found out. */
class VerificationIT {

  private static final int TIMES = 20;
  private static final int TIMES_SLOWLY = 6;

  private static PostgresCluster cluster;
  private static Database database;

  @TempDir private static Path shared;
  private static Damage custom;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    assumeTrue(PostgresCluster.shared().isPresent(), "no server and tools in /usr/lib/postgresql");
    cluster = PostgresCluster.shared().get();
    database = Sample.create(cluster);
    custom =
        new Damage(Sample.export(database, Sample.request(Kind.FULL, DumpFormat.CUSTOM, shared)));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(
            PostgresCluster.query(
                database,
                "select count(*) from pg_database where starts_with(datname, '%s')"
                    .formatted(Scratch.PREFIX)))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void aGoodDumpIsFoundGood(DumpFormat format) {
    Path dump = Sample.export(database, Sample.request(Kind.FULL, format, folder));

    Comparison comparison = Sample.verify(database, dump);

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.unknown()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void aGoodDumpWithoutRowsIsFoundGood(DumpFormat format) {
    Path dump = Sample.export(database, Sample.request(Kind.SCHEMA, format, folder));

    assertThat(Sample.verify(database, dump).differences()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void rowsAloneAreCounted(DumpFormat format) {
    Path dump = Sample.export(database, Sample.request(Kind.DATA, format, folder));

    Comparison comparison = Sample.verify(database, dump);

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.unknown()).hasSize(1);
  }

  @RepeatedTest(TIMES)
  void aFlippedBitIsFound() throws IOException {
    Path damaged = custom.flipped();

    assertThatThrownBy(() -> Sample.verify(database, damaged))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is damaged: its SHA-256 is");
  }

  @RepeatedTest(TIMES)
  void aCutTailIsFound() throws IOException {
    Path damaged = custom.cut();

    assertThatThrownBy(() -> Sample.verify(database, damaged))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is damaged: it has");
  }

  @RepeatedTest(TIMES_SLOWLY)
  void aCutTailIsFoundThoughTheManifestExcusesIt() throws IOException {
    Path damaged = Damage.excused(custom.cut());

    assertThatThrownBy(() -> Sample.verify(database, damaged)).isInstanceOf(CommandException.class);
  }

  @RepeatedTest(TIMES_SLOWLY)
  void aCutTailIsFoundWithoutAManifest() throws IOException {
    Path damaged = Damage.undescribed(custom.cut());

    assertThatThrownBy(() -> Sample.verify(database, damaged)).isInstanceOf(CommandException.class);
  }

  @Test
  void aPlainDumpThatIsCutIsFoundWithoutAManifest() throws IOException {
    Path dump = Sample.export(database, Sample.request(Kind.FULL, DumpFormat.PLAIN, folder));
    Path damaged = Damage.undescribed(new Damage(dump).cut());

    assertThatThrownBy(() -> Sample.verify(database, damaged))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("does not end as pg_dump ends a dump");
  }

  @ParameterizedTest
  @EnumSource(DumpFormat.class)
  void withoutAManifestItIsSaidWhatIsNotKnown(DumpFormat format) throws IOException {
    Path dump = Sample.export(database, Sample.request(Kind.FULL, format, folder));
    Files.delete(Manifest.beside(dump));

    Comparison comparison = Sample.verify(database, dump);

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.unknown())
        .singleElement()
        .asString()
        .contains("whether a byte was changed", "there is no " + dump.getFileName());
  }

  @Test
  void everyDifferenceIsNamed() throws IOException {
    Path dump = Sample.export(database, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder));
    Path manifest = Manifest.beside(dump);
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"public.noise\" : 2000", "\"public.noise\" : 2001")
            .replace("lower(name)", "upper(name)"));

    Comparison comparison = Sample.verify(database, dump);

    assertThat(comparison.differences())
        .hasSize(2)
        .anyMatch(text -> text.contains("upper(name)") && text.contains("lower(name)"))
        .contains("table public.noise has 2,000 rows, and had 2,001");
    assertThat(comparison.status()).isEqualTo(1);
  }

  @Test
  void aDamagedManifestIsNoManifest() throws IOException {
    Path dump = Sample.export(database, Sample.request(Kind.FULL, DumpFormat.CUSTOM, folder));
    Files.writeString(Manifest.beside(dump), "{ \"origin\" : ");

    assertThatThrownBy(() -> Sample.verify(database, dump))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void aFileThatIsNoDumpIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "drop table users;");

    assertThatThrownBy(() -> Sample.verify(database, file))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cut off, or is none");
  }
}
