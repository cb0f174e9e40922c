package io.twinlane.schema.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said of exceptions in logs. Their messages may quote what could not be read, converted or
 * stored, and so anybody's values: what is quoted or in brackets is left out, and of exceptions
 * that are about such values the whole message is.
 */
public final class Causes {

  private static final int CHARS_MAX = 300;
  private static final int CAUSES_MAX = 5;

  /** Of readers of numbers, times and JSON, and of what PostgreSQL says of a statement. */
  private static final List<String> ABOUT_VALUES =
      List.of(
          "io.vertx.pgclient.",
          "io.vertx.core.json.",
          "com.fasterxml.jackson.",
          "java.lang.NumberFormatException",
          "java.time.format.");

  private static final Pattern QUOTED =
      Pattern.compile("\"[^\"]*\"?|(?<!\\w)'[^']*'?|\\[[^\\]]*\\]?|\\{.*", Pattern.DOTALL);

  private Causes() {}

  /** An exception in a few words: as much of its message as holds no value, or its class. */
  public static String words(Throwable cause) {
    String type = cause.getClass().getName();
    String message = cause.getMessage();
    return message == null || silent(type) ? type : oneLine(message);
  }

  /** A text of somebody else's without what is quoted in it. */
  public static String withoutQuoted(@Nullable String text) {
    String whole = QUOTED.matcher(String.valueOf(text)).replaceAll("…");
    return whole.length() <= CHARS_MAX ? whole : whole.substring(0, CHARS_MAX) + "…";
  }

  private static String head(String type, @Nullable String message) {
    return message == null || silent(type) ? type : type + ": " + oneLine(message);
  }

  private static String oneLine(String message) {
    return withoutQuoted(message).replace('\n', ' ');
  }

  private static boolean silent(String type) {
    return ABOUT_VALUES.stream().anyMatch(type::startsWith);
  }

  /** An exception and what caused it, each with so many frames at most; ends with a line break. */
  static String stack(IThrowableProxy thrown, int framesMax) {
    StringBuilder text = new StringBuilder();
    IThrowableProxy cause = thrown;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
      text.append(i == 0 ? "" : "Caused by: ")
          .append(head(cause.getClassName(), cause.getMessage()))
          .append('\n');
      appendFrames(text, cause, framesMax);
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static void appendFrames(StringBuilder text, IThrowableProxy cause, int framesMax) {
    StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
    int shown = frames == null ? 0 : Math.min(framesMax, frames.length);
    for (int i = 0; i < shown; i++) {
      text.append('\t').append(frames[i].getSTEAsString()).append('\n');
    }
  }
}
