package io.twinlane.schema.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** OpenTelemetry's own complaints, in the log of the process: spans that could not be delivered. */
final class ExportLog extends Handler {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ExportLog.class);

  /** Kept, since the JDK keeps a logger only as long as somebody else does. */
  private static final Logger THEIRS = Logger.getLogger("io.opentelemetry");

  private ExportLog() {}

  static synchronized void install() {
    if (THEIRS.getHandlers().length == 0) {
      THEIRS.setUseParentHandlers(false);
      THEIRS.addHandler(new ExportLog());
    }
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      LOG.warn("traces: {}", entry.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
