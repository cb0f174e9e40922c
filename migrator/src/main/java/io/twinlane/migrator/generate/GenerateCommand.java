package io.twinlane.migrator.generate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.generate.Generation.Proven;
import io.twinlane.schema.settings.Environment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code generate}: a draft of the migration from the migrations to the declared schema. */
@Command(
    name = "generate",
    description = {
      "Drafts the migration from what migrations/ builds to what schema/ declares, as files that"
          + " follow the safe rules.",
      "The draft is proven on scratch databases beside the configured one, which is not changed.",
      "Statements that can lose data say so, and what could not be written is named.",
      "Read the draft before it is applied."
    },
    footer = {
      "",
      "Example: SCHEMA_DIR=db twinlane generate add_phone_to_users",
      "",
      "Exit status: 0 the draft is complete, or there is nothing to do; 3 something is left to"
          + " write."
    })
public final class GenerateCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(paramLabel = "NAME", description = "What it does, such as add_phone_to_users.")
  private String name = "";

  @Override
  public Integer call() {
    Environment environment = options.environment();
    MigrationFolder folder = MigrationFolder.of(environment);
    String normal = MigrationFolder.normalised(name);
    MigratorSettings settings = MigratorSettings.from(environment);
    settings.database().await(settings.patience());
    Proven proven =
        new Generation(settings.database(), settings.schema(), new KeeperWriter()).draft();
    if (!proven.files().isEmpty()) {
      write(folder, normal, proven);
    }
    return report(options.console(), proven);
  }

  private void write(MigrationFolder folder, String draft, Proven proven) {
    List<DraftFile> files = proven.files();
    folder
        .write(
            files.stream().map(file -> file.name(draft)).toList(),
            IntStream.range(0, files.size())
                .mapToObj(i -> (i == 0 ? header(draft, proven) : "") + files.get(i).text())
                .toList())
        .forEach(
            file -> options.console().tell("written", "written " + file, Map.of("file", file)));
  }

  private static String header(String draft, Proven proven) {
    StringBuilder header = new StringBuilder();
    header.append("-- Draft of %s: read it before it is applied.\n".formatted(draft));
    proven
        .failure()
        .ifPresent(failure -> {
          header.append("-- It does not run yet:\n");
          failure.lines().forEach(line -> header.append("--   ").append(line).append('\n'));
        });
    proven.left().forEach(left -> header.append("-- could not be written: %s\n".formatted(left)));
    return header.append('\n').toString();
  }

  private static int report(Console console, Proven proven) {
    if (proven.files().isEmpty() && proven.complete()) {
      console.tell(
          "nothing", "nothing to generate: the migrations build what is declared", Map.of());
      return 0;
    }
    tellLosses(console, proven);
    proven
        .failure()
        .ifPresent(failure ->
            console.tell(
                "failed", "the draft does not run:\n" + failure, Map.of("reason", failure)));
    proven
        .left()
        .forEach(left ->
            console.tell(
                "left",
                "could not be written: " + left,
                Map.of("kind", left.kind(), "identity", left.identity())));
    if (proven.complete()) {
      console.tell("proven", "proven: once applied, nothing differs", Map.of());
    }
    return proven.complete() ? 0 : 3;
  }

  private static void tellLosses(Console console, Proven proven) {
    proven.files().stream()
        .flatMap(file -> file.text().lines())
        .filter(line -> line.startsWith(DataLoss.MARK))
        .map(line -> line.substring(DataLoss.MARK.length()))
        .forEach(
            what -> console.tell("loses-data", "can lose data: " + what, Map.of("what", what)));
  }
}
