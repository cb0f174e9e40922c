package io.twinlane.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has come over a connection of the answer that is awaited. One answer at a time, with {@code
 * Content-Length} or without a body. Lives on the connection's event loop.
 */
final class Received {

  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "content-length: ";

  private Buffer buffer = Buffer.buffer();

  /** The answer, once nothing of it is missing; what comes then belongs to the next one. */
  @Nullable String whole(Buffer data) {
    buffer = buffer.length() == 0 ? data : buffer.appendBuffer(data);
    String text = buffer.toString(StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf(HEAD_END);
    if (headEnd < 0 || buffer.length() < headEnd + HEAD_END.length() + length(text)) {
      return null;
    }
    buffer = Buffer.buffer();
    return text;
  }

  private static int length(String head) {
    int found = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (found < 0) {
      return 0; // 204 has none
    }
    int at = found + LENGTH.length();
    return Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
  }
}
