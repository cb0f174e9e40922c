package io.twinlane.schema.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The logging of this process. Until {@link #begin}, what {@code logback.xml} makes of the real
 * environment holds.
 */
public final class Logging {

  /** Name of the logger that has a line for each request. */
  public static final String ACCESS = "access";

  /** Name of the logger that has a line for each transaction that wrote. */
  public static final String AUDIT = "audit";

  /** Name of the logger that has a line for each work that took long. */
  public static final String SLOW = "slow";

  /** Under which {@link LineEncoder} finds what the process is called. */
  static final String SERVICE = "service";

  private static final String CONSOLE = "CONSOLE";
  private static final String BEHIND = "BEHIND";
  private static final int LINES_WAITING_MAX = 8_192;
  private static final Duration FLUSH_MAX = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private static final List<String> LIBRARIES =
      List.of(
          "io.zonky", "org.pgcodekeeper", "org.flywaydb", "io.netty", "org.jgroups", "io.vertx");

  private Logging() {}

  /** Logs by these settings from now on, as the service of that name. */
  public static void begin(LogSettings settings, String service) {
    form(settings, service);
    Appender<ILoggingEvent> console = root().getAppender(CONSOLE);
    if (console != null) {
      leaveToAnotherThread(context(), console);
    }
  }

  /** The same for a command, which ends soon and keeps nobody waiting: it writes its own lines. */
  public static void form(LogSettings settings, String service) {
    LoggerContext context = context();
    context.putProperty(SERVICE, service);
    Logger root = root();
    root.setLevel(Level.valueOf(settings.level()));
    String libraries = settings.libraries();
    if (libraries != null) {
      LIBRARIES.forEach(name -> context.getLogger(name).setLevel(Level.valueOf(libraries)));
    }
    AsyncAppender behind = behind();
    Appender<ILoggingEvent> console =
        behind == null ? root.getAppender(CONSOLE) : behind.getAppender(CONSOLE);
    if (console instanceof OutputStreamAppender<ILoggingEvent> lines
        && lines.getEncoder() instanceof LineEncoder encoder) {
      encoder.format(settings.format());
    }
  }

  /**
   * Whoever reads the lines may be slow, and an event loop must not wait for that. If too many wait
   * to be written, lines are lost; but none of what was written to the database.
   */
  private static void leaveToAnotherThread(LoggerContext context, Appender<ILoggingEvent> console) {
    Logger root = root();
    AsyncAppender behind = new AsyncAppender();
    behind.setName(BEHIND);
    behind.setContext(context);
    behind.setQueueSize(LINES_WAITING_MAX);
    behind.setDiscardingThreshold(0);
    behind.setNeverBlock(true);
    behind.addAppender(console);
    behind.start();
    root.detachAppender(console);
    root.addAppender(behind);
    Logger audit = context.getLogger(AUDIT);
    audit.setAdditive(false);
    audit.addAppender(console);
  }

  /** Waits, for a second at most, until all lines are written: the process ends. */
  public static void flush() {
    AsyncAppender behind = behind();
    long end = System.nanoTime() + FLUSH_MAX.toNanos();
    while (behind != null
        && behind.getNumberOfElementsInQueue() > 0
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static @Nullable AsyncAppender behind() {
    return root().getAppender(BEHIND) instanceof AsyncAppender behind ? behind : null;
  }

  private static Logger root() {
    return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
