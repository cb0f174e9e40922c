package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationFolderTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-02-01T12:00:00.7Z"), ZoneOffset.UTC);

  @TempDir private Path root;

  @Test
  void filesAreASecondApart() {
    assertThat(folder().write(List.of("a", "b"), List.of("", "")))
        .containsExactly("migrations/20260201120000_a.sql", "migrations/20260201120001_b.sql");
  }

  @Test
  void aFileIsLaterThanTheNewestEvenIfThatIsOfTomorrow() throws IOException {
    Files.createDirectories(root.resolve("migrations"));
    Files.createFile(root.resolve("migrations/20260202235959_late.sql"));

    assertThat(folder().write(List.of("a"), List.of("")))
        .containsExactly("migrations/20260203000000_a.sql");
  }

  @Test
  void aNewestFileOfNoTimeIsRefused() throws IOException {
    Files.createDirectories(root.resolve("migrations"));
    Files.createFile(root.resolve("migrations/20269999000000_odd.sql"));

    assertThatThrownBy(() -> folder().write(List.of("a"), List.of("")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("20269999000000");
  }

  @Test
  void noFileIsWrittenOver() {
    folder().write("schema/00_a.sql", "");

    assertThatThrownBy(() -> folder().write("schema/00_a.sql", "other"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "add_phone,add_phone",
    "Add Phone to users,add_phone_to_users",
    "add-phone,add_phone",
    "v2,v2"
  })
  void aNameIsNormalised(String name, String normalised) {
    assertThat(MigrationFolder.normalised(name)).isEqualTo(normalised);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "größe", "a/b", "a.sql", "../x", "a;b"})
  void aNameThatNoFileCanHaveIsRefused(String name) {
    assertThatThrownBy(() -> MigrationFolder.normalised(name))
        .isInstanceOf(SettingsException.class);
  }

  @Test
  void theSchemaThatComesWithTheProductCannotBeWritten() {
    assertThatThrownBy(() -> MigrationFolder.of(Environment.of(Map.of())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("SCHEMA_DIR is not set");
  }

  private MigrationFolder folder() {
    return new MigrationFolder(root, NOON);
  }
}
