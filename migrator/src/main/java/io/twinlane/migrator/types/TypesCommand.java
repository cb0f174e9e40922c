package io.twinlane.migrator.types;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code types}: the schema as TypeScript types, or as JSON. */
@Command(
    name = "types",
    description = {
      "Prints TypeScript types of the schema, or a description in JSON.",
      "The types are those of createClient<Database>() and PostgrestClient<Database>. Changes "
          + "nothing."
    },
    footer = {
      "",
      "Exit status: 0 done, 1 failed or no such schema, 2 wrong usage or configuration.",
      "",
      "Example: twinlane types --output src/database.types.ts"
    })
public final class TypesCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatWord.class,
      description = "typescript (the default) or json.")
  private Format format = Format.TYPESCRIPT;

  @Option(
      names = "--schema",
      split = ",",
      paramLabel = "NAME",
      description = "The schemas to describe; those of DB_SCHEMAS by default.")
  private @Nullable List<String> schemas;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write; standard output by default.")
  private @Nullable Path output;

  /** What is printed. */
  enum Format {
    TYPESCRIPT,
    JSON
  }

  /** The words of {@code --format}. */
  static final class FormatWord implements ITypeConverter<Format> {

    @Override
    public Format convert(String word) {
      for (Format format : Format.values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
          return format;
        }
      }
      throw new TypeConversionException("say typescript or json, not " + word);
    }
  }

  @Override
  public Integer call() {
    Environment environment = options.environment();
    List<String> exposed = environment.names("DB_SCHEMAS", "public");
    MigratorSettings settings = MigratorSettings.from(environment);
    Set<String> names = new LinkedHashSet<>(schemas == null ? exposed : schemas);
    if (names.contains("twinlane")) {
      throw new SettingsException(
          List.of("the schema twinlane is Twinlane's own: no client sees it"));
    }
    List<Schema> found = read(settings, names);
    String text =
        switch (format) {
          case TYPESCRIPT -> new TypeScript(found).text();
          case JSON -> new JsonDescription(found).text();
        };
    Path file = output;
    if (file == null) {
      System.out.print(text);
      System.out.flush();
    } else {
      write(file, text);
      options
          .console()
          .tell("written", "wrote " + file, Map.of("file", file.toString(), "schemas", names));
    }
    return 0;
  }

  private static List<Schema> read(MigratorSettings settings, Set<String> names) {
    try (Connection connection = settings.database().connect()) {
      return SchemaReader.read(connection, names);
    } catch (SQLException e) {
      throw new CommandException("the schema cannot be read: " + e.getMessage(), e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
