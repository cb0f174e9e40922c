package io.twinlane.migrator.rehearse;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others notice of a statement, for people. */
final class Sentence {

  private static final int NAMES_MAX = 3;

  private Sentence() {}

  /** Empty where they notice nothing. */
  static String of(Measured measured, Duration max) {
    String text =
        switch (measured.verdict(max)) {
          case HARMLESS -> "";
          case LOCKS_ROWS ->
              "changes %,d rows; who changes the same ones waits for %s ms"
                  .formatted(measured.effect().rowsChanged(), millis(measured.times().held()));
          case BLOCKS_WRITES ->
              "writers wait" + waiting(measured, LockMode.SHARE) + scanning(measured);
          case BLOCKS_READS ->
              "readers and writers wait"
                  + waiting(measured, LockMode.ACCESS_EXCLUSIVE)
                  + scanning(measured);
          case REWRITES ->
              rewriting(measured) + "; others wait" + waiting(measured, LockMode.SHARE);
          case FAILS -> measured.failure().orElse("");
        };
    return measured.tooLong(max) ? text + ": TOO LONG" : text;
  }

  private static String waiting(Measured measured, LockMode least) {
    List<Lock> locks =
        measured.locks().stream().filter(lock -> lock.mode().compareTo(least) >= 0).toList();
    Duration longest =
        locks.stream().map(Lock::held).max(Duration::compareTo).orElse(Duration.ZERO);
    return locks.isEmpty()
        ? " for nothing"
        : " for %s, %s ms".formatted(listed(locks.stream().map(Lock::relation)), millis(longest))
            + earlier(measured, locks);
  }

  /** Which other line took the lock that is waited for. */
  private static String earlier(Measured measured, List<Lock> locks) {
    int line = locks.getFirst().line();
    return line == measured.place().line() ? "" : " (locked since line %d)".formatted(line);
  }

  private static String scanning(Measured measured) {
    List<Effect.Scan> scans = measured.effect().scans();
    return scans.isEmpty() ? "" : "; scans " + listed(scans.stream().map(Effect.Scan::relation));
  }

  private static String rewriting(Measured measured) {
    return listed(measured.effect().rewrites().stream().map(Sentence::rewritten));
  }

  private static String rewritten(Effect.Rewrite rewrite) {
    return rewrite.emptied()
        ? "empties " + rewrite.relation()
        : "rewrites %s (%s)".formatted(rewrite.relation(), bytes(rewrite.bytesAfter()));
  }

  private static String listed(Stream<String> names) {
    List<String> all = names.distinct().toList();
    String first = all.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
    return all.size() > NAMES_MAX
        ? first + " and %d more".formatted(all.size() - NAMES_MAX)
        : first;
  }

  static String millis(Duration time) {
    return String.format(Locale.ROOT, "%,d", time.toMillis());
  }

  static String bytes(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%,d kB", (bytes + 999) / 1000)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1_000_000.0);
  }
}
