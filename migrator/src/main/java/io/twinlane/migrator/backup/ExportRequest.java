package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.schema.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What somebody wants dumped, and whereto.
 *
 * @param tables the only ones, as they were named; empty for all
 * @param excluded those to leave out, as they were named
 * @param arguments what pg_dump is told besides
 * @param keepAll whether dumps that are too old stay
 */
record ExportRequest(
    Kind kind,
    DumpFormat format,
    List<String> tables,
    List<String> excluded,
    List<String> arguments,
    Path folder,
    boolean keepAll) {

  /** What is said by other means, and would part the dump from its manifest. */
  private static final Set<String> TAKEN =
      Set.of(
          "--file",
          "--format",
          "--dbname",
          "--snapshot",
          "--jobs",
          "--host",
          "--port",
          "--username",
          "--password",
          "--no-password",
          "--data-only",
          "--schema-only",
          "--table",
          "--exclude-table",
          "--create",
          "--clean");

  /** Whole names that are also the beginning of one that is taken. */
  private static final Set<String> FREE = Set.of("--schema");

  private static final String TAKEN_LETTERS = "fFdjhpUWwastTCc";

  ExportRequest {
    tables = List.copyOf(tables);
    excluded = List.copyOf(excluded);
    arguments = List.copyOf(arguments);
    arguments.stream()
        .filter(ExportRequest::taken)
        .findFirst()
        .ifPresent(argument -> {
          throw new SettingsException(
              List.of(
                  argument
                      + " is not for pg_dump: say what is meant by the options of export itself"));
        });
  }

  /** Schema and data of everything, in the custom format. */
  static ExportRequest everything(Path folder) {
    return new ExportRequest(
        Kind.FULL, DumpFormat.CUSTOM, List.of(), List.of(), List.of(), folder, false);
  }

  /** pg_dump takes the beginning of a long name for the whole. */
  private static boolean taken(String argument) {
    String name = argument.split("=", 2)[0];
    if (name.startsWith("--")) {
      return !FREE.contains(name) && TAKEN.stream().anyMatch(word -> word.startsWith(name));
    }
    return name.length() > 1 && name.startsWith("-") && TAKEN_LETTERS.indexOf(name.charAt(1)) >= 0;
  }
}
