package io.twinlane.migrator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

  private static final SqlFile FILE = new SqlFile("20260101000000_a.sql", "select 1;\n");

  @TempDir private Path folder;

  @Test
  void theProductsFilesAreThoseOfItsLock() throws IOException {
    List<MigrationFile> files = MigrationFile.all(SchemaFolder.packaged());

    assertThatCode(() -> LockFile.of(SchemaFolder.packaged()).verify(files))
        .doesNotThrowAnyException();

    Path lock = SchemaFolder.packaged().root().resolve("migrations/migrations.lock");
    assertThat(Files.readAllLines(lock)).hasSameSizeAs(files);
  }

  @Test
  void aChangedByteIsAnEdit() throws IOException {
    locked().add(MigrationFile.all(List.of(FILE)));
    SqlFile edited = new SqlFile(FILE.name(), "select 1 ;\n");

    assertThatThrownBy(() -> locked().verify(MigrationFile.all(List.of(edited))))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(FILE.name() + " was edited");
  }

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    locked().add(MigrationFile.all(List.of(FILE)));

    assertThatThrownBy(() -> locked().verify(List.of()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("the file is gone");
  }

  @Test
  void whatAMergeLeavesIsTold() throws IOException {
    locked().add(MigrationFile.all(List.of(FILE)));
    Files.writeString(folder.resolve("migrations/migrations.lock"), "<<<<<<< mine\n");

    assertThatThrownBy(() -> locked().verify(MigrationFile.all(List.of(FILE))))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("After a merge, keep the lines of both");
  }

  private LockFile locked() throws IOException {
    Files.createDirectories(folder.resolve("migrations"));
    return LockFile.of(SchemaFolder.at(folder));
  }
}
