package io.twinlane.gateway.studio;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page and its files, which the build has put below {@code studio/} on the class path. Each is
 * read and compressed once and kept. Lives on one event loop.
 */
final class Pages {

  static final String BASE = "/studio/";

  private static final String INDEX = "index.html";
  private static final String NONCE_MARK = "__NONCE__";
  private static final int NONCE_BYTES = 18;
  private static final Pattern FILE = Pattern.compile("(?:assets/)?[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final int COMPRESSED_MIN = 1_400;

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "png", "image/png",
          "svg", "image/svg+xml",
          "woff2", "font/woff2");

  private final Vertx vertx;
  private final Map<String, Kept> kept = new HashMap<>();

  Pages(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * A file.
   *
   * @param zipped the same by gzip; null where that is not worth it
   */
  private record Kept(Buffer plain, @Nullable Buffer zipped) {}

  /** Answers with the page, or with one of its files. */
  void handle(RoutingContext context) {
    String path = context.normalizedPath();
    boolean get =
        context.request().method().equals(HttpMethod.GET)
            || context.request().method().equals(HttpMethod.HEAD);
    if (path.length() < BASE.length()) {
      StudioAnswer.redirect(context, BASE);
      return;
    }
    String name = path.substring(BASE.length());
    String file = name.isEmpty() ? INDEX : name;
    if (!get || !FILE.matcher(file).matches()) {
      StudioAnswer.problem(context, StudioProblem.missing());
      return;
    }
    kept(file)
        .onSuccess(found ->
            found.ifPresentOrElse(it -> write(context, file, it), () -> missing(context, file)))
        .onFailure(context::fail);
  }

  private static void missing(RoutingContext context, String file) {
    if (file.equals(INDEX)) {
      StudioAnswer.plain(context, StudioProblem.notBuilt());
    } else {
      StudioAnswer.problem(context, StudioProblem.missing());
    }
  }

  private Future<Optional<Kept>> kept(String file) {
    Kept known = kept.get(file);
    return known != null
        ? Future.succeededFuture(Optional.of(known))
        : vertx
            .executeBlocking(() -> read(file), false)
            .onSuccess(found -> found.ifPresent(it -> kept.put(file, it)));
  }

  private static Optional<Kept> read(String file) throws IOException {
    try (InputStream in = Pages.class.getResourceAsStream(BASE + file)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] plain = in.readAllBytes();
      Buffer whole = Buffer.buffer(plain);
      boolean zippable =
          plain.length >= COMPRESSED_MIN && !file.endsWith(".woff2") && !file.endsWith(".png");
      return Optional.of(new Kept(whole, zippable ? zipped(plain) : null));
    }
  }

  private static Buffer zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 3);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void write(RoutingContext context, String file, Kept found) {
    HttpServerResponse response = context.response();
    String ending = file.substring(file.lastIndexOf('.') + 1);
    response.putHeader(
        HttpHeaders.CONTENT_TYPE, TYPES.getOrDefault(ending, "application/octet-stream"));
    if (file.equals(INDEX)) {
      writePage(response, found);
      return;
    }
    boolean forever = file.startsWith("assets/");
    response
        .putHeader(
            HttpHeaders.CACHE_CONTROL, forever ? "public, max-age=31536000, immutable" : "no-cache")
        .putHeader(HttpHeaders.VARY, "Accept-Encoding");
    Buffer zipped = found.zipped();
    if (zipped == null || !takesGzip(context)) {
      response.end(found.plain());
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(zipped);
  }

  /** The nonce is another one each time, so that nobody can know it. */
  private static void writePage(HttpServerResponse response, Kept found) {
    String nonce = Randoms.text(NONCE_BYTES);
    String page = found.plain().toString(StandardCharsets.UTF_8).replace(NONCE_MARK, nonce);
    response
        .putHeader("Content-Security-Policy", policy(nonce))
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(page);
  }

  /** Of the page: everything from here, and nothing from anywhere else. */
  private static String policy(String nonce) {
    return ("default-src 'none'; script-src 'self' 'nonce-%1$s'; style-src 'self' 'nonce-%1$s';"
            + " img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'")
        .formatted(nonce);
  }

  private static boolean takesGzip(RoutingContext context) {
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null
        && accepted
            .toLowerCase(Locale.ROOT)
            .matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
  }
}
