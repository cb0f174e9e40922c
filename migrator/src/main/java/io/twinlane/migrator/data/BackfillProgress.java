package io.twinlane.migrator.data;

import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.data.BackfillLedger.Line;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says how far a backfill has come, once a second at most, and when it will be done. */
final class BackfillProgress {

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final String name;
  private final Console console;
  private final long start = System.nanoTime();
  private long doneBefore;
  private long nextLine = start + BETWEEN.toNanos();

  BackfillProgress(String name, Console console) {
    this.name = name;
    this.console = console;
  }

  void finishedBefore(Line line) {
    console.tell(
        "finished",
        "%s was finished at %s: nothing to do. Begin with the first row by --again."
            .formatted(name, line.finished()),
        fields(line));
  }

  void begins(Line line) {
    doneBefore = line.done();
    if (doneBefore > 0) {
      console.tell(
          "resumed", "%s goes on behind %,d rows".formatted(name, doneBefore), fields(line));
    }
  }

  void moves(Line line) {
    long now = System.nanoTime();
    if (now < nextLine) {
      return;
    }
    nextLine = now + BETWEEN.toNanos();
    long left = Math.max(0, line.total() - line.done());
    long perSecond = Math.max(1, perSecond(line, now));
    Map<String, Object> fields = fields(line);
    fields.put("rowsPerSecond", perSecond);
    fields.put("secondsLeft", left / perSecond);
    console.tell(
        "progress",
        "%s: %,d of about %,d rows, %,d a second, %s left"
            .formatted(
                name,
                line.done(),
                Math.max(line.total(), line.done()),
                perSecond,
                words(Duration.ofSeconds(left / perSecond))),
        fields);
  }

  void waits(String state) {
    console.tell(
        "waiting",
        name + ": another session holds a lock; the batch is tried again",
        Map.of("name", name, "sqlstate", state));
  }

  void ends(Line line) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Map<String, Object> fields = fields(line);
    fields.put("millis", took.toMillis());
    console.tell(
        "finished",
        "%s is done: %,d rows looked at, %,d changed, %s"
            .formatted(name, line.done(), line.changed(), words(took)),
        fields);
  }

  private long perSecond(Line line, long now) {
    return (line.done() - doneBefore) * 1_000_000_000L / Math.max(1, now - start);
  }

  private Map<String, Object> fields(Line line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("done", line.done());
    fields.put("changed", line.changed());
    fields.put("total", line.total());
    return fields;
  }

  private static String words(Duration duration) {
    return duration.toHours() > 0
        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
        : duration.toMinutes() > 0
            ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
            : "%d s".formatted(duration.toSeconds());
  }
}
