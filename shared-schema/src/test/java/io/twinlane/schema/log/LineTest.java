package io.twinlane.schema.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineTest {

  private static final long TIME = 1_767_225_600_123L;

  @Test
  void anEventIsOneObjectOfJson() {
    LoggingEvent event = event("it said {}", "\"no\"\nand left", null);
    event.addKeyValuePair(new KeyValuePair("request_id", "a1"));
    event.addKeyValuePair(new KeyValuePair("rows", 7L));
    event.addKeyValuePair(new KeyValuePair("tables", List.of("public.a", "public.b")));

    String line = JsonLine.of(event, "write-service");

    assertThat(line).endsWith("}\n").satisfies(one -> assertThat(one.strip().lines()).hasSize(1));
    assertThat(new JsonObject(line))
        .isEqualTo(
            new JsonObject()
                .put("time", "2026-01-01T00:00:00.123Z")
                .put("level", "WARN")
                .put("service", "write-service")
                .put("logger", "io.twinlane.Some")
                .put("thread", "main")
                .put("message", "it said \"no\"\nand left")
                .put("request_id", "a1")
                .put("rows", 7)
                .put("tables", new JsonArray().add("public.a").add("public.b")));
  }

  @Test
  void aFieldOfTheLineItselfIsNotWrittenTwice() {
    LoggingEvent event = event("plain", null, null);
    event.addKeyValuePair(new KeyValuePair("level", "forged"));

    assertThat(JsonLine.of(event, "one")).doesNotContain("forged");
  }

  @Test
  void anErrorHasItsCausesAndAFewFramesOfEach() {
    Exception cause = new IllegalStateException("outer", new java.io.IOException("inner"));

    String error = new JsonObject(JsonLine.of(event("bad", null, cause), "one")).getString("error");

    assertThat(error)
        .startsWith("java.lang.IllegalStateException: outer\n\tat ")
        .contains("\nCaused by: java.io.IOException: inner\n");
    assertThat(error.lines()).hasSizeLessThanOrEqualTo(42);
  }

  @Test
  void aLineToReadHasWhatGoesWithIt() {
    LoggingEvent event = event("slow", null, null);
    event.addKeyValuePair(new KeyValuePair("request_id", "a1"));
    event.addKeyValuePair(new KeyValuePair("sql", "select \"x\""));

    assertThat(PrettyLine.of(event))
        .isEqualTo(
            "2026-01-01T00:00:00.123Z WARN  Some slow request_id=a1 sql=\"select \\\"x\\\"\"\n");
  }

  @Test
  void nobodyForgesALine() {
    LoggingEvent event = event("refused: {}", "x\r\n2026-01-01T00:00:00.000Z ERROR forged", null);

    assertThat(PrettyLine.of(event).strip().lines()).hasSize(1);
  }

  private static LoggingEvent event(
      String message, @Nullable String argument, @Nullable Throwable cause) {
    LoggingEvent event =
        new LoggingEvent(
            LineTest.class.getName(),
            new LoggerContext().getLogger("io.twinlane.Some"),
            Level.WARN,
            message,
            cause,
            argument == null ? null : new Object[] {argument});
    event.setTimeStamp(TIME);
    event.setThreadName("main");
    return event;
  }
}
