package io.twinlane.schema.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/** A line of the log while it is put together: what goes with its words, by name and in order. */
public final class Fields {

  private LoggingEventBuilder line;

  /** A line without any. */
  public Fields(LoggingEventBuilder line) {
    this.line = line;
  }

  /** Adds one; what is null does not apply, and is left out. */
  public Fields put(String name, @Nullable Object value) {
    if (value != null) {
      line = line.addKeyValue(name, value);
    }
    return this;
  }

  /** Writes the line. */
  public void log(String words) {
    line.log(words);
  }
}
