package io.twinlane.migrator.migrate;

import io.twinlane.migrator.Main;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema folder, a database, and the commands as somebody runs them, in processes of their own.
 */
final class Workbench implements AutoCloseable {

  private final Path folder;
  final TestDatabase database = TestDatabase.create();

  Workbench(Path folder) {
    this.folder = folder;
    makeFolder("migrations");
    makeFolder("schema");
  }

  /** What a command printed and ended with. */
  record Outcome(int status, String output) {}

  private void makeFolder(String name) {
    try {
      Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  void write(String name, String sql) {
    writeTo("migrations/" + name, sql);
  }

  void writeTo(String path, String text) {
    try {
      Files.writeString(folder.resolve(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Database way() {
    return new Database(DatabaseUrl.parse(database.url()));
  }

  SchemaFolder schema() {
    return SchemaFolder.at(folder);
  }

  Migrations migrations(MigrationTerms terms) {
    return new Migrations(way(), schema(), terms, Console.silent());
  }

  /** Begins a command. */
  Process start(String... arguments) {
    return startIn("test", arguments);
  }

  private Process startIn(String environment, String... arguments) {
    return begin(environment, database.url(), arguments);
  }

  private Process begin(String environment, String url, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("DATABASE_URL", url);
    builder.environment().put("SCHEMA_DIR", folder.toString());
    builder.environment().put("ENVIRONMENT", environment);
    builder.directory(folder.toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Outcome run(String... arguments) {
    return outcome(start(arguments));
  }

  Outcome runAt(String url, String... arguments) {
    return outcome(begin("test", url, arguments));
  }

  Outcome runIn(String environment, String... arguments) {
    return outcome(startIn(environment, arguments));
  }

  static Outcome outcome(Process process) {
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void append(String path, String text) {
    try {
      Files.writeString(folder.resolve(path), text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
