package io.twinlane.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.twinlane.schema.log.LineEncoder;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Everything that this JVM logs while it is open, as it would be written, from DEBUG on. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LineEncoder json = new LineEncoder();
  private final LineEncoder pretty = new LineEncoder();
  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger own = loggers.getLogger("io.twinlane");

  static CapturedLog begin() {
    CapturedLog log = new CapturedLog();
    log.json.setFormat("json");
    log.json.setContext(log.loggers);
    log.pretty.setContext(log.loggers);
    log.setContext(log.loggers);
    log.start();
    log.own.setLevel(Level.DEBUG);
    log.root.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(new String(pretty.encode(event), StandardCharsets.UTF_8));
    lines.add(new String(json.encode(event), StandardCharsets.UTF_8));
  }

  /** All of it, in either form. */
  String text() {
    return String.join("", lines);
  }

  /** What a logger has written, as JSON. */
  List<JsonObject> of(String logger) {
    return lines.stream()
        .filter(line -> line.startsWith("{"))
        .map(JsonObject::new)
        .filter(line -> line.getString("logger").equals(logger))
        .toList();
  }

  /** The first such line, once it is there. */
  JsonObject await(String logger, Predicate<JsonObject> wanted) {
    RunningSuite.await(() -> of(logger).stream().anyMatch(wanted));
    return of(logger).stream().filter(wanted).findFirst().orElseThrow();
  }

  /** The first line of a request, once it is there. */
  JsonObject await(String logger, String requestId) {
    return await(logger, line -> requestId.equals(line.getString("request_id")));
  }

  @Override
  public void close() {
    root.detachAppender(this);
    own.setLevel(null);
    stop();
  }
}
