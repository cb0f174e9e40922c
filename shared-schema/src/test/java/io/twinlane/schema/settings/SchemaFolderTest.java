package io.twinlane.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFolderTest {

  @Test
  void theProductsOwnTablesAreThere() {
    SchemaFolder folder = SchemaFolder.packaged();

    assertThat(folder.declaredTables())
        .containsExactlyInAnyOrder(
            "users",
            "sessions",
            "identities",
            "verifications",
            "organizations",
            "members",
            "invitations",
            "orders",
            "inventory",
            "roles",
            "settings",
            "daily_logs",
            "weekly_reflections");
    assertThat(folder.migrations())
        .allMatch(file -> SchemaFolder.MIGRATION_NAME.matcher(file.name()).matches());
    assertThat(folder.newestVersion()).hasSize(14);
  }

  @Test
  void aTeamsFolderTakesItsPlace(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("schema"));
    Files.createDirectories(root.resolve("migrations"));
    Files.writeString(
        root.resolve("schema/a.sql"),
        "create table if not exists books (id int);\nCREATE TABLE \"Odd Name\" (id int);\n");
    Files.writeString(root.resolve("migrations/20260101000000_first.sql"), "select 1");
    Files.writeString(root.resolve("migrations/20260201000000_second.sql"), "select 1");

    SchemaFolder folder =
        SchemaFolder.from(Environment.of(Map.of("SCHEMA_DIR", root.toString()))).orElseThrow();

    assertThat(folder.declaredTables()).containsExactly("books", "Odd Name");
    assertThat(folder.newestVersion()).isEqualTo("20260201000000");
    assertThat(folder.seeds("development")).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsAMistake() {
    Environment env = Environment.of(Map.of("SCHEMA_DIR", "/no/such/folder"));
    SchemaFolder.from(env);

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .hasMessage("SCHEMA_DIR names no folder: /no/such/folder");
  }
}
