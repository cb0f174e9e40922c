package io.twinlane.schema.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes one line of an event, in the form that is set. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private volatile LogSettings.Format format = LogSettings.Format.PRETTY;

  /** For {@code logback.xml}; a word that means nothing is told later, with other mistakes. */
  public void setFormat(String word) {
    format(word.equals("json") ? LogSettings.Format.JSON : LogSettings.Format.PRETTY);
  }

  void format(LogSettings.Format other) {
    format = other;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line =
        switch (format) {
          case PRETTY -> PrettyLine.of(event);
          case JSON -> JsonLine.of(event, service());
        };
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private String service() {
    @Nullable String service = getContext().getProperty(Logging.SERVICE);
    return service == null ? "twinlane" : service;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
