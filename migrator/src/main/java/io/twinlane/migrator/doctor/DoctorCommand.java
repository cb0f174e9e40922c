package io.twinlane.migrator.doctor;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.doctor.Finding.Verdict;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.ConnectionBudget;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what a deployment should be checked for, looked at over each lane's own way. */
@Command(
    name = "doctor",
    description = {
      "Looks at a deployment over each lane's own way, and tells what is not well.",
      "Connects as each lane would: encryption, rights, clocks, connections, schema, indexes, "
          + "poolers. Changes nothing."
    },
    footer = {
      "",
      "Exit status: 0 all is well or only warned of, 1 something fails, 2 wrong settings."
    })
public final class DoctorCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    List<Finding> findings = findings(options.environment());
    Console console = options.console();
    for (Finding finding : findings) {
      console.tell(
          "finding",
          "%-4s  %-20s  %s".formatted(finding.verdict().word(), finding.subject(), finding.text()),
          finding.fields());
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
}
