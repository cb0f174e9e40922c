package io.twinlane.migrator.data;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.data.Tokens.Token;
import io.twinlane.migrator.history.Sha256;
import io.twinlane.migrator.script.Script;
import io.twinlane.migrator.script.Script.Part;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that says how to change the rows of a table batch by batch: comments that name the table,
 * and one statement that holds {@code {batch}} where the condition on its rows belongs.
 *
 * @param digest of the whole file, to tell that it changed
 * @param table as SQL writes it
 * @param alias of the table in the statement; its name, if it has none
 * @param key the columns that batches follow; none for those of the primary key
 */
record BackfillJob(
    String name,
    String digest,
    String table,
    String alias,
    List<String> key,
    int batch,
    Duration pause,
    String statement) {

  static final int BATCH = 1000;
  static final String PLACE = "{batch}";

  private static final Pattern HEADER =
      Pattern.compile("(?m)^--[ \\t]*(table|key|batch|pause)[ \\t]*:[ \\t]*(.*?)[ \\t]*$");

  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*)";

  private static final Pattern TABLE =
      Pattern.compile("(?i)((?:%1$s\\.)?(%1$s))(?:\\s+(?:as\\s+)?(%1$s))?".formatted(NAME));

  private static final Pattern PAUSE = Pattern.compile("(\\d{1,6})(ms|s)");

  private static final Set<String> CHANGES = Set.of("update", "delete", "insert", "merge", "with");

  BackfillJob {
    key = List.copyOf(key);
  }

  /**
   * Reads a job.
   *
   * @throws CommandException if something is missing or wrong; the message says how it must be
   */
  static BackfillJob of(SqlFile file) {
    List<Part> parts = Script.of(file).parts();
    if (parts.size() != 1) {
      throw wrong(file, "must hold one statement, not " + parts.size());
    }
    String statement = withoutHeader(parts.getFirst());
    if (!statement.contains(PLACE)) {
      throw wrong(
          file,
          "must be an UPDATE, DELETE, INSERT or MERGE with {batch} among its conditions, such as:"
              + " UPDATE orders SET cents = total * 100 WHERE {batch} AND cents IS NULL");
    }
    Headers headers = new Headers(file);
    Matcher table = TABLE.matcher(headers.one("table", ""));
    if (!table.matches()) {
      throw wrong(file, "needs a comment such as \"-- table: orders\" or \"-- table: orders o\"");
    }
    return new BackfillJob(
        file.name().replaceFirst("\\.sql$", ""),
        Sha256.of(file.text()),
        table.group(1),
        table.group(3) == null ? table.group(2) : table.group(3),
        headers.names("key"),
        headers.batch(),
        headers.pause(),
        statement);
  }

  /** From its first word on, if that is one that changes rows; else nothing. */
  private static String withoutHeader(Part part) {
    return Tokens.of(part.sql()).stream()
        .findFirst()
        .filter(token -> token instanceof Token.Word(var word, _) && CHANGES.contains(word))
        .map(token -> part.sql().substring(token.at()))
        .orElse("");
  }

  /** A pause as text; none if it is not one. */
  static Optional<Duration> pause(String text) {
    Matcher matcher = PAUSE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number));
  }

  /** The statement for the rows that a condition names. */
  String statement(String condition) {
    return statement.replace(PLACE, condition);
  }

  /** The comments at lines' beginnings that have a meaning. */
  private record Headers(SqlFile file) {

    String one(String name, String otherwise) {
      return HEADER
          .matcher(file.text())
          .results()
          .filter(found -> found.group(1).equals(name))
          .map(found -> found.group(2))
          .findFirst()
          .orElse(otherwise);
    }

    List<String> names(String name) {
      List<String> names = new ArrayList<>();
      Matcher matcher = Pattern.compile(NAME).matcher(one(name, ""));
      while (matcher.find()) {
        names.add(unquoted(matcher.group()));
      }
      return names;
    }

    Duration pause() {
      String text = one("pause", "0ms");
      return BackfillJob.pause(text)
          .orElseThrow(() -> wrong(file, "has a pause that is not like 50ms or 2s: " + text));
    }

    int batch() {
      String text = one("batch", String.valueOf(BATCH));
      if (!text.matches("[1-9]\\d{0,6}")) {
        throw wrong(file, "has a batch that is no number of rows: " + text);
      }
      return Integer.parseInt(text);
    }
  }

  /** As PostgreSQL's catalog spells a name. */
  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }

  private static CommandException wrong(SqlFile file, String what) {
    return new CommandException(file.name() + " " + what);
  }
}
