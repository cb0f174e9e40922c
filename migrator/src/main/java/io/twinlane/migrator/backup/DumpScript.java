package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dump as the SQL that makes a database of it, read once from its beginning. Of one in the custom
 * format pg_restore writes it meanwhile.
 */
final class DumpScript implements AutoCloseable {

  private final InputStream text;
  private final Optional<ToolRun> writer;

  private DumpScript(InputStream text, Optional<ToolRun> writer) {
    this.text = text;
    this.writer = writer;
  }

  /** All of it. */
  static DumpScript of(Dump dump, ClientTools tools, Database database) {
    return open(dump, tools, database, List.of());
  }

  /** What it says without rows, where the format can tell them apart. */
  static DumpScript withoutRows(Dump dump, ClientTools tools, Database database) {
    return open(dump, tools, database, List.of("--schema-only"));
  }

  private static DumpScript open(
      Dump dump, ClientTools tools, Database database, List<String> options) {
    return switch (dump.format()) {
      case CUSTOM -> {
        List<String> words = new ArrayList<>(List.of("pg_restore", "--file=-"));
        words.addAll(options);
        words.add(dump.file().toString());
        ToolRun run = ToolRun.start(tools, database.url(), Redirect.PIPE, words);
        yield new DumpScript(run.output(), Optional.of(run));
      }
      case PLAIN -> new DumpScript(plain(dump), Optional.empty());
    };
  }

  private static InputStream plain(Dump dump) {
    try {
      return Files.newInputStream(dump.file());
    } catch (IOException e) {
      throw new CommandException(dump.file() + " cannot be read: " + e, e);
    }
  }

  InputStream text() {
    return text;
  }

  /**
   * Makes sure, at the end, that it was all.
   *
   * @throws CommandException if the dump could not be read to its end
   */
  void requireWhole() {
    writer.ifPresent(ToolRun::requireSuccess);
  }

  @Override
  public void close() {
    writer.ifPresent(ToolRun::close);
    try {
      text.close();
    } catch (IOException e) {
      // nothing is read from it any more
    }
  }
}
