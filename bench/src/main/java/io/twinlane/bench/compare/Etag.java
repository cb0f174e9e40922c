package io.twinlane.bench.compare;

import io.twinlane.bench.contender.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The tag of an answer, for who asks whether it is still as it was. */
final class Etag {

  private Etag() {}

  /** Asks once. */
  static String of(Server server, String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
      return http.send(request, BodyHandlers.discarding())
          .headers()
          .firstValue("ETag")
          .orElseThrow(() -> new IllegalStateException("no ETag with " + path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
