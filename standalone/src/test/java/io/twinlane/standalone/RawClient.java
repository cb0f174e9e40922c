package io.twinlane.standalone;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kept connection, on which bytes are sent as they are, and answers read one by one. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer. */
  record Answer(String head, Buffer bytes) {

    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    String body() {
      return bytes.toString();
    }

    Optional<String> header(String name) {
      Matcher line = Pattern.compile("(?im)^" + Pattern.quote(name) + ": (.*)$").matcher(head);
      return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }
  }

  /** A request with these lines behind the first two. */
  static String get(String path, String... headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: here\r\n"
        + String.join("", Arrays.stream(headers).map(line -> line + "\r\n").toList())
        + "\r\n";
  }

  RawClient send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer ask(String text) {
    return send(text).answer();
  }

  Answer answer() {
    try {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IllegalStateException("closed after " + head);
        }
        head.append((char) next);
      }
      Answer answer = new Answer(head.toString(), Buffer.buffer());
      int length = answer.header("content-length").map(Integer::parseInt).orElse(0);
      return new Answer(answer.head(), Buffer.buffer(in.readNBytes(length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the other side ends the connection without another byte. */
  boolean ended() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
