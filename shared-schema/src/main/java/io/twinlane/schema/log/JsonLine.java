package io.twinlane.schema.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * An event as one object of JSON (RFC 8259) on one line: {@code time}, {@code level}, {@code
 * service}, {@code logger}, {@code thread}, {@code message}, what goes with it by its own names,
 * and {@code error} where there is one.
 */
final class JsonLine {

  private static final int FRAMES_MAX = 20;
  private static final Set<String> OWN =
      Set.of("time", "level", "service", "logger", "thread", "message", "error");

  private JsonLine() {}

  static String of(ILoggingEvent event, String service) {
    StringBuilder line = new StringBuilder(300).append("{\"time\":\"");
    PrettyLine.TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append('"');
    append(line, "level", event.getLevel().toString());
    append(line, "service", service);
    append(line, "logger", event.getLoggerName());
    append(line, "thread", event.getThreadName());
    append(line, "message", event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        if (!OWN.contains(pair.key)) {
          append(line, pair.key, pair.value);
        }
      }
    }
    IThrowableProxy cause = event.getThrowableProxy();
    if (cause != null) {
      append(line, "error", Causes.stack(cause, FRAMES_MAX).strip());
    }
    return line.append("}\n").toString();
  }

  private static void append(StringBuilder line, String name, @Nullable Object value) {
    line.append(',');
    appendText(line, name);
    line.append(':');
    appendValue(line, value);
  }

  private static void appendValue(StringBuilder line, @Nullable Object value) {
    switch (value) {
      case null -> line.append("null");
      case Integer number -> line.append(number.intValue());
      case Long number -> line.append(number.longValue());
      case Boolean flag -> line.append(flag.booleanValue());
      case Collection<?> all -> {
        line.append('[');
        String comma = "";
        for (Object one : all) {
          line.append(comma);
          appendValue(line, one);
          comma = ",";
        }
        line.append(']');
      }
      default -> appendText(line, value.toString());
    }
  }

  private static void appendText(StringBuilder line, String text) {
    line.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, line);
    line.append('"');
  }
}
