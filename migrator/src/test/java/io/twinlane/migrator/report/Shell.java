package io.twinlane.migrator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.schema.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs commands as the command line does, but for the environment of the process. */
final class Shell {

  /** What a command said, and how it ended. */
  record Outcome(int status, String output) {

    List<String> lines() {
      return output.lines().toList();
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MigratorSettings settings;

  Shell(String url) {
    this(url, "test");
  }

  Shell(String url, String environment) {
    this.settings =
        MigratorSettings.from(
            Environment.of(Map.of("DATABASE_URL", url, "ENVIRONMENT", environment)));
  }

  Outcome report(String... arguments) {
    ReportCommand command = new ReportCommand();
    new CommandLine(command).parseArgs(arguments);
    return outcome(() -> command.run(settings));
  }

  /** What a report tells programs. */
  List<JsonNode> objects(String... arguments) {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
    return report(all).lines().stream().map(Shell::parsed).toList();
  }

  /** All rows of a report. */
  List<JsonNode> rows(String report) {
    return objects(report, "--limit", "0").stream()
        .filter(object -> event(object).equals(report))
        .toList();
  }

  /** One column of all rows of a report. */
  List<String> names(String report, String column) {
    return rows(report).stream().map(row -> row.get(column).asText()).toList();
  }

  /** The row of a report that has this name. */
  JsonNode row(String report, String column, String name) {
    return rows(report).stream()
        .filter(row -> row.get(column).asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<String> notes(String report) {
    return objects(report).stream()
        .filter(object -> event(object).equals("note"))
        .map(object -> object.get("text").asText())
        .toList();
  }

  static String event(JsonNode object) {
    return object.get("event").asText();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  Outcome analyze(String... arguments) {
    AnalyzeCommand command = new AnalyzeCommand();
    new CommandLine(command).parseArgs(arguments);
    return outcome(() -> command.run(settings));
  }

  Outcome purge(String... arguments) {
    PurgeExpiredCommand command = new PurgeExpiredCommand();
    new CommandLine(command).parseArgs(arguments);
    return outcome(() -> command.run(settings));
  }

  private static Outcome outcome(Supplier<Integer> command) {
    PrintStream before = System.out;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(heard, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      int status = command.get();
      return new Outcome(status, heard.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }
}
