package io.twinlane.gateway.http;

import com.github.luben.zstd.Zstd;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes answers smaller for clients that say they can take it: by zstd (RFC 8878) or gzip (RFC
 * 1952), with little effort for each byte. Large ones are left to worker threads.
 */
public final class ContentCodings {

  /** Below this, headers and work are not worth it. */
  private static final int BYTES_MIN = 1_400;

  /** Up to this, less than a millisecond is spent on the event loop. */
  private static final int HERE_MAX = 64 * 1024;

  private final Vertx vertx;

  /** Large bodies go to the workers of this one. */
  public ContentCodings(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What a body can be coded as, the best first. */
  public enum Coding {
    ZSTD,
    GZIP;

    /** As headers name it. */
    public String token() {
      return name().toLowerCase(Locale.ROOT);
    }

    byte[] code(byte[] plain) {
      return switch (this) {
        case ZSTD -> Zstd.compress(plain, 1);
        case GZIP -> gzip(plain);
      };
    }
  }

  /**
   * The body as the client takes it, which the headers of the answer tell. A coded answer has other
   * bytes, so that its tag is another one (RFC 9110, section 8.8.3.3).
   */
  public Future<Buffer> coded(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    if (body.length() < BYTES_MIN || response.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
      return Future.succeededFuture(body);
    }
    String vary = response.headers().get(HttpHeaders.VARY);
    response.putHeader(
        HttpHeaders.VARY, vary == null ? "Accept-Encoding" : vary + ", Accept-Encoding");
    Optional<Coding> coding = accepted(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    if (coding.isEmpty()) {
      return Future.succeededFuture(body);
    }
    response.putHeader(HttpHeaders.CONTENT_ENCODING, coding.get().token());
    String tag = response.headers().get(HttpHeaders.ETAG);
    if (tag != null) {
      response.putHeader(HttpHeaders.ETAG, tagged(tag, coding.get()));
    }
    byte[] plain = body.getBytes();
    return plain.length <= HERE_MAX
        ? Future.succeededFuture(Buffer.buffer(coding.get().code(plain)))
        : vertx.executeBlocking(() -> Buffer.buffer(coding.get().code(plain)), false);
  }

  /** The tag of the same with a content coding. */
  public static String tagged(String tag, Coding coding) {
    return tag.substring(0, tag.length() - 1) + '+' + coding.token() + '"';
  }

  /** The best of what a client takes; weights other than zero make no difference. */
  private static Optional<Coding> accepted(String header) {
    if (header == null) {
      return Optional.empty();
    }
    String[] elements = header.toLowerCase(Locale.ROOT).replace(" ", "").split(",", -1);
    return Arrays.stream(Coding.values())
        .filter(coding ->
            Arrays.stream(elements)
                .anyMatch(element ->
                    element.equals(coding.token())
                        || (element.startsWith(coding.token() + ";q=")
                            && !element.matches(".*;q=0(\\.0{0,3})?"))))
        .findFirst();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
    try (GZIPOutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
