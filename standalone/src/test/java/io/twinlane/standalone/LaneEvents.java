package io.twinlane.standalone;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A stream of what the lanes do, that is being read. */
final class LaneEvents implements AutoCloseable {

  private static final String END = "";

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final InputStream body;
  private final int status;
  private String name = "";

  LaneEvents(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      status = response.statusCode();
      body = response.body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  int status() {
    return status;
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // it was closed, here or there
    }
    lines.add(END);
  }

  /** The next event of a name that is as expected; those before it are passed over. */
  JsonObject next(String wanted, Predicate<JsonObject> expected) {
    for (String line = line(); !line.equals(END); line = line()) {
      if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("data: ") && name.equals(wanted)) {
        JsonObject data = new JsonObject(line.substring("data: ".length()));
        if (expected.test(data)) {
          return data;
        }
      }
    }
    throw new IllegalStateException("the stream has ended");
  }

  /** Returns once it has ended. */
  void awaitEnd() {
    String line = line();
    while (!line.equals(END)) {
      line = line();
    }
  }

  private String line() {
    try {
      String line = lines.poll(20, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException("nothing is told any more");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    client.close();
  }
}
