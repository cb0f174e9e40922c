package io.twinlane.migrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlane.migrator.Finding.Verdict;
import io.twinlane.schema.settings.ConnectionBudget;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what a deployment should be checked for, looked at over each lane's own way. */
@Command(
    name = "doctor",
    description = {
      "Connects as each lane would, and tells what is well and what is not: encryption, rights, clocks,",
      "connections, schema, indexes, poolers. Changes nothing."
    },
    footer = {
      "",
      "Exit status: 0 all is well or only warned of, 1 something fails, 2 wrong settings."
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--json", description = "One JSON array instead of lines.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    List<Finding> findings = findings(options.environment());
    if (json) {
      System.out.println(asJson(findings));
    } else {
      findings.forEach(finding ->
          System.out.printf(
              "%-4s  %-20s  %s%n", finding.verdict().word(), finding.subject(), finding.text()));
    }
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL) ? 1 : 0;
  }

  static List<Finding> findings(Environment env) {
    Optional<DatabaseSource> query = env.database("QUERY_DATABASE_URL", "DATABASE_URL");
    Optional<DatabaseSource> write = env.database("WRITE_DATABASE_URL", "DATABASE_URL");
    int wanted = ConnectionBudget.wanted(env);
    MigratorSettings migrations = MigratorSettings.from(env);
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new Examination("CACHED", query.orElseThrow().url()).ofWay());
    findings.addAll(new Examination("DIRECT", write.orElseThrow().url()).ofWay());
    Examination direct = new Examination("migrations", migrations.database().url());
    findings.addAll(direct.ofWay());
    findings.addAll(direct.ofDatabase(wanted));
    findings.add(schema(migrations.database(), migrations.schema()));
    return findings;
  }

  private static Finding schema(Database database, SchemaFolder schema) {
    try {
      Migrations.Status status = new Migrations(database, schema).status();
      return status.pending().isEmpty()
          ? Finding.ok("schema", status.applied().size() + " migrations applied, none pending")
          : Finding.fail(
              "schema", "run migrate: pending are " + String.join(", ", status.pending()));
    } catch (RuntimeException e) {
      return Finding.fail("schema", String.valueOf(e.getMessage()));
    }
  }

  private static String asJson(List<Finding> findings) throws JsonProcessingException {
    return new ObjectMapper()
        .writeValueAsString(
            findings.stream()
                .map(finding ->
                    Map.of(
                        "verdict", finding.verdict().word(),
                        "subject", finding.subject(),
                        "text", finding.text()))
                .toList());
  }
}
