package io.twinlane.schema.trace;

import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What each line of the log that is about one request begins with: what the request is called, and
 * the trace that it is part of where there are traces.
 */
public final class RequestLine {

  private RequestLine() {}

  /** The line, as part of the trace that the code that runs now is a part of. */
  public static LoggingEventBuilder of(LoggingEventBuilder line, @Nullable String requestId) {
    return of(line, requestId, TraceId.current());
  }

  /**
   * The same where another trace may be running by now.
   *
   * @param requestId null where it has none
   * @param trace of {@link TraceId}; null where there is none
   */
  public static LoggingEventBuilder of(
      LoggingEventBuilder line, @Nullable String requestId, @Nullable String trace) {
    LoggingEventBuilder named =
        requestId == null ? line : line.addKeyValue("request_id", requestId);
    return trace == null ? named : named.addKeyValue("trace_id", trace);
  }
}
