package io.twinlane.migrator.report;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: what the database holds, how it is used, and what should be done about it. */
@Command(
    name = "report",
    description =
        "Looks at the catalog and the statistics of the database, and shows what it found, the"
            + " weightiest first, with statements that mend it where there are some. Changes"
            + " nothing.",
    footer = {
      "",
      "Exit status: 0 the report is made, 1 it cannot be made, 2 wrong usage or"
          + " settings, 3 it names something to do.",
      "",
      "Example: report unused-indexes --schema public --limit 0"
    })
public final class ReportCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(
      paramLabel = "REPORT",
      converter = Report.Reader.class,
      completionCandidates = Report.Words.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Report report = Report.SIZES;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Shows the first N rows, all of them with 0; without it ${DEFAULT-VALUE}.")
  private int rowsMax;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Looks at one schema alone, its name as it is, without quotes.")
  private @Nullable String schema;

  @Override
  public Integer call() {
    return run(MigratorSettings.from(options.environment()));
  }

  int run(MigratorSettings settings) {
    if (rowsMax < 0) {
      throw new SettingsException(List.of("--limit must not be negative"));
    }
    Findings findings = findings(settings);
    show(options.console(), findings);
    return findings.toDo() ? 3 : 0;
  }

  private Findings findings(MigratorSettings settings) {
    try (Connection connection = settings.database().connect()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return report.of(connection, Schemas.of(connection, Optional.ofNullable(schema)));
    } catch (SQLException e) {
      throw new CommandException(
          "the report %s cannot be made: %s".formatted(report.word(), Trouble.said(e)), e);
    }
  }

  private void show(Console console, Findings findings) {
    List<Row> shown =
        rowsMax == 0
            ? findings.rows()
            : findings.rows().subList(0, Math.min(rowsMax, findings.rows().size()));
    if (console.json()) {
      shown.forEach(row -> console.tell(report.word(), "", row.values()));
    } else if (!shown.isEmpty()) {
      console.line(new TextTable(findings.columns(), shown).text());
      console.line("");
      statements(console, shown);
    }
    findings
        .notes()
        .forEach(note ->
            console.tell("note", "note: " + note, Map.of("report", report.word(), "text", note)));
    summary(console, findings, shown.size());
  }

  private static void statements(Console console, List<Row> shown) {
    List<String> all = shown.stream().flatMap(row -> row.statements().stream()).distinct().toList();
    all.forEach(statement -> console.line(TextTable.printable(statement) + ";"));
    if (!all.isEmpty()) {
      console.line("");
    }
  }

  private void summary(Console console, Findings findings, int shown) {
    int found = findings.rows().size();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("report", report.word());
    fields.put("found", found);
    fields.put("shown", shown);
    fields.put("toDo", findings.toDo());
    String text = "%s (%s): %d found".formatted(report.word(), report.subject(), found);
    console.tell(
        "report",
        shown < found ? text + ", %d shown; --limit 0 shows all".formatted(shown) : text,
        fields);
  }
}
