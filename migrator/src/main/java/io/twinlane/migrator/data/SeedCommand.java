package io.twinlane.migrator.data;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.data.Seeds.Loaded;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code seed}: the first data of the environment. */
@Command(
    name = "seed",
    description = {
      "Loads seeds/production, then seeds/development in dev and test, seeds/staging in staging.",
      "Running it twice changes nothing. Seeds that delete or change rows are refused before",
      "anything is loaded, except those of development."
    },
    footer = {
      "",
      "Exit status: 0 loaded, 1 a file failed or was refused, 2 wrong usage or configuration.",
      "",
      "Example: twinlane seed --env dev"
    })
public final class SeedCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(
      names = "--set",
      paramLabel = "SET",
      converter = SetWord.class,
      description = "Only this one: production, staging or development.")
  private @Nullable SeedSet set;

  /** The words of {@code --set}. */
  static final class SetWord implements ITypeConverter<SeedSet> {

    @Override
    public SeedSet convert(String word) {
      return Arrays.stream(SeedSet.values())
          .filter(set -> set.folder().equals(word))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException("say production, staging or development, not " + word));
    }
  }

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    options.guard(settings);
    List<SeedSet> sets = set == null ? SeedSet.of(settings.environment()) : List.of(set);
    List<Loaded> loaded =
        new Seeds(settings.database(), settings.schema()).load(settings.environment(), sets);
    Console console = options.console();
    loaded.forEach(file -> tell(console, file));
    if (loaded.isEmpty()) {
      console.tell("nothing", "there are no seeds to load", Map.of());
    }
    return 0;
  }

  private static void tell(Console console, Loaded file) {
    console.tell(
        "loaded",
        "loaded %s: %,d %s added"
            .formatted(file.name(), file.rows(), file.rows() == 1 ? "row" : "rows"),
        Map.of("file", file.name(), "rows", file.rows()));
  }
}
