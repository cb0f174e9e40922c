package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No service knows a table by name: a team's own folder takes the place of the product's tables.
 */
class SecondSchemaIT {

  @TempDir private Path folder;

  @Test
  void aTeamsTablesTakeThePlaceOfTheProducts() throws IOException {
    write("schema/books.sql", "CREATE TABLE \"Books\" (isbn text PRIMARY KEY, title text);\n");
    write(
        "migrations/20260301000000_books.sql",
        "CREATE TABLE \"Books\" (isbn text PRIMARY KEY, title text);\n");
    write("seeds/development/10_books.sql", "INSERT INTO \"Books\" VALUES ('1', 'One');\n");

    try (RunningSuite suite = RunningSuite.start(Map.of("SCHEMA_DIR", folder.toString()))) {
      assertThat(suite.get("/rest/v1/Books").body())
          .isEqualTo("[{\"isbn\":\"1\",\"title\":\"One\"}]");
      assertThat(suite.post("/rest/v1/Books", "{\"isbn\":\"2\"}").statusCode()).isEqualTo(201);
      assertThat(suite.get("/rest/v1/users").statusCode()).isEqualTo(404);
      assertThat(new JsonObject(suite.get("/api/db/test").body()).getJsonObject("tables"))
          .isEqualTo(new JsonObject().put("Books", true));
    }
  }

  private void write(String name, String sql) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }
}
