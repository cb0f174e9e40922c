package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.rehearse.Rehearsed.Ending;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a rehearsal found, told statement by statement.
 *
 * @param max how long a lock may keep others waiting
 */
record Account(Console console, Duration max) {

  private static final int STATEMENT_MAX = 70;
  private static final String ROW = "  %4s  %-13s %9s %9s %9s %11s  %-22s  %s";

  /**
   * How a rehearsal ended.
   *
   * @param last how its last file did
   * @param rest the files that were not reached
   */
  record End(Ending last, List<SqlFile> rest) {}

  void head(String file) {
    console.line("");
    console.line(file);
    console.line(
        ROW.formatted(
            "line", "verdict", "ms", "held ms", "WAL", "rows read", "strongest lock", "statement"));
  }

  void tell(Measured measured) {
    String sentence = Sentence.of(measured, max);
    String text = sentence.isEmpty() ? row(measured) : row(measured) + "\n        " + sentence;
    console.tell("rehearsed", text, fields(measured));
  }

  private String row(Measured measured) {
    Effect effect = measured.effect();
    return ROW.formatted(
        measured.place().line(),
        measured.verdict(max).words(),
        Sentence.millis(measured.times().own()),
        Sentence.millis(measured.times().held()),
        Sentence.bytes(effect.walBytes()),
        String.format(Locale.ROOT, "%,d", effect.rowsScanned()),
        strongest(measured),
        shortened(measured.place().sql()));
  }

  private static String strongest(Measured measured) {
    if (measured.locks().isEmpty()) {
      return measured.times().sampled() ? "too short to see" : "-";
    }
    return measured.locks().getFirst().mode().words();
  }

  /**
   * Tells how it ended.
   *
   * @return the exit status
   */
  int end(List<Measured> statements, End end) {
    console.line("");
    if (end.last() == Ending.UNDONE) {
      console.line(
          "The last file changes what belongs to the whole server (roles, memberships, databases or"
              + " their settings) and was not kept. Rehearse on a server that is thrown away, with"
              + " --server-wide.");
    }
    if (!end.rest().isEmpty()) {
      console.line("not rehearsed: " + names(end.rest()));
    }
    long tooLong = statements.stream().filter(measured -> measured.tooLong(max)).count();
    if (tooLong > 0) {
      console.line(
          "A lock is kept until the end of its file: smaller files keep it for less long.");
    }
    boolean safe = tooLong == 0 && end.last() == Ending.KEPT;
    console.tell(
        "rehearsal",
        "%d statements, of which %d keep others waiting for longer than %s ms"
            .formatted(statements.size(), tooLong, Sentence.millis(max)),
        Map.of(
            "statements", statements.size(),
            "tooLong", tooLong,
            "last", end.last().name().toLowerCase(Locale.ROOT),
            "notRehearsed", end.rest().stream().map(SqlFile::name).toList(),
            "safe", safe));
    return safe ? 0 : 3;
  }

  private static String names(List<SqlFile> files) {
    return files.stream().map(SqlFile::name).collect(Collectors.joining(", "));
  }

  private Map<String, Object> fields(Measured measured) {
    Effect effect = measured.effect();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", measured.place().file());
    fields.put("line", measured.place().line());
    fields.put("sql", shortened(measured.place().sql()));
    fields.put("verdict", measured.verdict(max).words());
    fields.put("tooLong", measured.tooLong(max));
    fields.put("ms", measured.times().own().toMillis());
    fields.put("heldMs", measured.times().held().toMillis());
    fields.put("sampled", measured.times().sampled());
    fields.put("walBytes", effect.walBytes());
    fields.put("rowsScanned", effect.rowsScanned());
    fields.put("rowsChanged", effect.rowsChanged());
    fields.put("locks", measured.locks().stream().map(Account::lock).toList());
    fields.put("rewritten", effect.rewrites().stream().map(Account::rewrite).toList());
    fields.put("scanned", effect.scans().stream().map(Account::scan).toList());
    measured.failure().ifPresent(text -> fields.put("failure", text));
    return fields;
  }

  private static Map<String, Object> lock(Lock lock) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mode", lock.mode().words());
    fields.put("relation", lock.relation());
    fields.put("line", lock.line());
    fields.put("heldMs", lock.held().toMillis());
    return fields;
  }

  private static Map<String, Object> rewrite(Effect.Rewrite rewrite) {
    return Map.of("relation", rewrite.relation(), "bytes", rewrite.bytesAfter());
  }

  private static Map<String, Object> scan(Effect.Scan scan) {
    return Map.of("relation", scan.relation(), "rows", scan.rows());
  }

  private static String shortened(String sql) {
    String line = sql.replaceAll("\\s+", " ");
    return line.length() > STATEMENT_MAX ? line.substring(0, STATEMENT_MAX) + "…" : line;
  }
}
