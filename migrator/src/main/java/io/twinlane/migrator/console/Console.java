package io.twinlane.migrator.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a command says what it does: lines for people, or one JSON object per line for programs,
 * each with an {@code event}. Not for several threads.
 */
public final class Console {

  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final boolean json;
  private long nextProgress;

  /** One that prints. */
  public Console(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
    this.nextProgress = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
  }

  /** One that says nothing. */
  public static Console silent() {
    return new Console(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false);
  }

  /** Whether the reader is a program. */
  public boolean json() {
    return json;
  }

  /** A line that only people need. */
  public void line(String text) {
    if (!json) {
      out.println(text);
    }
  }

  /**
   * Something that happened or was found.
   *
   * @param event its kind, as programs know it, such as {@code applied}
   * @param text the line or lines for people
   * @param fields what programs get beside the event, in this order where the map keeps one
   */
  public void tell(String event, String text, Map<String, ?> fields) {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("event", event);
      object.putAll(fields);
      out.println(encoded(object));
    } else {
      out.println(text);
    }
  }

  /**
   * How far long work has come; told at most once a second, and for work that ends sooner not at
   * all.
   *
   * @param what the work, such as {@code backfill orders_total}
   * @param total how much there is in all, 0 if nobody knows
   */
  public void progress(String what, long done, long total) {
    if (System.nanoTime() < nextProgress) {
      return;
    }
    nextProgress = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
    String of =
        total > 0
            ? ": %,d of %,d (%d %%)".formatted(done, total, 100 * done / total)
            : ": %,d".formatted(done);
    tell(
        "progress",
        what + (done == 0 && total == 0 ? "" : of),
        Map.of("what", what, "done", done, "total", total));
  }

  private static String encoded(Map<String, Object> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
