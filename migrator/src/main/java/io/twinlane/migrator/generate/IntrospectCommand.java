package io.twinlane.migrator.generate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.generate.Introspection.Taken;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.settings.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code introspect}: a database that is there, as a baseline migration and a declared schema. */
@Command(
    name = "introspect",
    description = {
      "Writes the schema of the database into the folder that SCHEMA_DIR names, which must have no"
          + " migrations yet: a baseline migration, and the files of schema/.",
      "The database is only read. What was written is proven on scratch databases beside it, and"
          + " what it does not make is named."
    },
    footer = {
      "",
      "Example: SCHEMA_DIR=db twinlane introspect",
      "",
      "Exit status: 0 the files make the same schema, 3 something is left to write."
    })
public final class IntrospectCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    Environment environment = options.environment();
    MigrationFolder folder = MigrationFolder.of(environment);
    refuseFull(folder);
    MigratorSettings settings = MigratorSettings.from(environment);
    settings.database().await(settings.patience());
    Taken taken = new Introspection(settings.database(), new KeeperWriter()).take();
    Console console = options.console();
    String baseline =
        folder.write(List.of("baseline"), List.of(taken.baseline().text())).getFirst();
    told(console, baseline);
    for (SqlFile file : taken.declaration()) {
      String path = "schema/" + file.name();
      folder.write(path, file.text());
      told(console, path);
    }
    return report(console, taken, folder.schema().newestVersion());
  }

  private static void told(Console console, String file) {
    console.tell("written", "written " + file, Map.of("file", file));
  }

  private static void refuseFull(MigrationFolder folder) {
    if (!folder.schema().migrations().isEmpty() || !folder.schema().declared().isEmpty()) {
      throw new SettingsException(
          List.of(
              ("%s has migrations or a declared schema already: introspect writes into a folder"
                      + " that has none")
                  .formatted(folder.root())));
    }
  }

  private static int report(Console console, Taken taken, String version) {
    taken
        .left()
        .forEach(left ->
            console.tell(
                "left",
                "could not be written: " + left,
                Map.of("kind", left.kind(), "identity", left.identity())));
    console.tell(
        "next",
        "next: look through the files, then let the database know that it has the baseline:\n"
            + "  twinlane baseline --version "
            + version,
        Map.of("version", version));
    return taken.left().isEmpty() ? 0 : 3;
  }
}
