package io.twinlane.schema.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * An event as people read it: time, level, who, what, and what goes with it as {@code name=value}.
 * Whatever it is made of, only a stack takes further lines.
 */
final class PrettyLine {

  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int FRAMES_MAX = 8;
  private static final int LEVEL_WIDTH = 5;

  private PrettyLine() {}

  static String of(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(LEVEL_WIDTH - level.length())).append(' ');
    String logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
    appendVisible(line, event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> append(line, pair));
    }
    line.append('\n');
    IThrowableProxy cause = event.getThrowableProxy();
    return cause == null
        ? line.toString()
        : line.append(Causes.stack(cause, FRAMES_MAX)).toString();
  }

  private static void append(StringBuilder line, KeyValuePair pair) {
    String value = String.valueOf(pair.value);
    boolean quoted = value.isEmpty() || value.indexOf(' ') >= 0 || value.indexOf('"') >= 0;
    line.append(' ').append(pair.key).append('=');
    if (quoted) {
      line.append('"');
    }
    appendVisible(line, quoted ? value.replace("\"", "\\\"") : value);
    if (quoted) {
      line.append('"');
    }
  }

  /** A text from outside must not look like a line of its own. */
  private static void appendVisible(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            line.append("\\u%04x".formatted((int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
  }
}
