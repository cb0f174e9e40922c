package io.twinlane.bench.measure;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has come over a connection of the answer that is awaited. One answer at a time, with {@code
 * Content-Length}, in chunks, or without a body. Lives on the connection's event loop.
 */
public final class Received {

  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length: ";
  private static final String CHUNKED = "\r\ntransfer-encoding: chunked";

  /** How the last chunk ends, which no JSON does. */
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private static final int HEAD_MAX = 16_384;

  private Buffer buffer = Buffer.buffer();
  private String head = "";
  private int length;
  private boolean chunked;

  /**
   * The answer, once nothing of it is missing; what comes then belongs to the next one. Of an
   * answer as it should be only the head, for its body is not looked at.
   */
  public @Nullable String whole(Buffer data) {
    buffer = buffer.length() == 0 ? data : buffer.appendBuffer(data);
    if (head.isEmpty() && !headHasCome()) {
      return null;
    }
    if (chunked ? !endsWithLastChunk() : buffer.length() < length) {
      return null;
    }
    int status = HttpText.status(head);
    String answer = status >= 200 && status < 400 ? head : text(0, buffer.length());
    buffer = Buffer.buffer();
    head = "";
    return answer;
  }

  private boolean headHasCome() {
    String begin = text(0, Math.min(buffer.length(), HEAD_MAX));
    int end = begin.indexOf(HEAD_END);
    if (end < 0) {
      return false;
    }
    head = begin.substring(0, end + HEAD_END.length());
    String lowered = head.toLowerCase(Locale.ROOT);
    chunked = lowered.contains(CHUNKED);
    length = head.length() + bodyLength(lowered);
    return true;
  }

  private static int bodyLength(String lowered) {
    int status = HttpText.status(lowered.replaceFirst("^http", "HTTP"));
    int found = lowered.indexOf(LENGTH);
    if (found < 0 || status == 204 || status == 304) {
      return 0; // a 304 tells the length of what it does not bring
    }
    int at = found + LENGTH.length();
    return Integer.parseInt(lowered.substring(at, lowered.indexOf('\r', at)).strip());
  }

  private boolean endsWithLastChunk() {
    int from = buffer.length() - LAST_CHUNK.length();
    return from >= head.length() - 2 && text(from, buffer.length()).equals(LAST_CHUNK);
  }

  private String text(int from, int to) {
    return buffer.getString(from, to, StandardCharsets.ISO_8859_1.name());
  }
}
