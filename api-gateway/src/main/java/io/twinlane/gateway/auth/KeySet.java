package io.twinlane.gateway.auth;

import io.twinlane.schema.log.Causes;
import io.twinlane.schema.service.InTime;
import io.twinlane.schema.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tokens are checked with, some of which may live in a file or at an address and be
 * other ones tomorrow. While they cannot be read, those of before hold. Lives on one event loop.
 */
final class KeySet {

  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final Duration FILE_EVERY = Duration.ofSeconds(5);
  private static final Duration URL_EVERY = Duration.ofMinutes(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int PUBLISHED_BYTES_MAX = 1 << 20;

  /** Tokens with keys that nobody has must not make the provider work for each of them. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final @Nullable KeyPlace place;
  private final HttpClient http;
  private final Runnable changed;
  private final List<Key> fixed;
  private List<Secret> found;
  private List<Key> keys;
  private Future<?> reading = Future.succeededFuture();
  private long readAtNanos = System.nanoTime() - PAUSE.toNanos();

  /**
   * The keys of the settings, and of the place that they name.
   *
   * @param changed hears that a key is gone or a new one there
   */
  KeySet(Vertx vertx, TokenSettings settings, Runnable changed) {
    this.vertx = vertx;
    this.place = settings.place();
    this.changed = changed;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis())));
    boolean inFile = place instanceof KeyPlace.File;
    // at start, a key that cannot be used is a mistake
    List<Key> first = settings.keys().stream().map(key -> Key.of(vertx, key)).toList();
    this.fixed = inFile ? List.of() : first;
    this.found = inFile ? settings.keys() : List.of();
    this.keys = first;
  }

  /** Reads the place, and again every now and then. */
  void begin() {
    if (place != null) {
      Duration every = place instanceof KeyPlace.File ? FILE_EVERY : URL_EVERY;
      renew();
      vertx.setPeriodic(every.toMillis(), _ -> renew());
    }
  }

  List<Key> keys() {
    return keys;
  }

  /** Whether the keys of the place could be read at all. */
  boolean known() {
    return place == null || !found.isEmpty();
  }

  /**
   * Done as soon as it is known whether there is a key of this name; that may take a reading of the
   * place, but not one for each token.
   */
  Future<?> having(@Nullable String id) {
    if (place == null || keys.stream().anyMatch(key -> id == null || id.equals(key.id()))) {
      return Future.succeededFuture();
    }
    boolean recent = System.nanoTime() - readAtNanos < PAUSE.toNanos();
    return recent ? reading : renew();
  }

  private Future<?> renew() {
    if (reading.isComplete()) {
      readAtNanos = System.nanoTime();
      reading = read().onSuccess(this::replace).onFailure(this::failed).otherwise(List.of());
    }
    return reading;
  }

  private Future<List<Secret>> read() {
    return switch (place) {
      case KeyPlace.File(var path) ->
          vertx.executeBlocking(() -> KeyText.keys(Files.readString(path).strip()));
      case KeyPlace.Url(URI uri) -> fetched(uri).map(KeyText::published);
      case null -> Future.succeededFuture(List.of());
    };
  }

  private Future<String> fetched(URI uri) {
    Future<String> body =
        http.request(
                new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(uri.toString())
                    .setTimeout(TIMEOUT.toMillis()))
            .compose(request -> request.putHeader("Accept", "application/json").send())
            .compose(KeySet::body);
    return InTime.of(body, TIMEOUT.multipliedBy(2));
  }

  private static Future<String> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture("the answer has status " + response.statusCode());
    }
    String length = response.getHeader("Content-Length");
    if (length != null && Long.parseLong(length) > PUBLISHED_BYTES_MAX) {
      return Future.failedFuture("the answer is too large");
    }
    return response.body().map(Object::toString);
  }

  private void replace(List<Secret> seen) {
    if (!seen.equals(found)) {
      List<Key> fresh = made(seen);
      if (!found.isEmpty()) {
        LOG.info("other keys for tokens: {} of them", fresh.size());
      }
      found = seen;
      keys = Stream.concat(fixed.stream(), fresh.stream()).toList();
      changed.run();
    }
  }

  private void failed(Throwable cause) {
    LOG.warn("the keys for tokens cannot be read, those of before hold: {}", Causes.words(cause));
  }

  /** Those that can be used: a provider may publish keys of kinds that are not known here. */
  private List<Key> made(List<Secret> secrets) {
    List<Key> made = new ArrayList<>();
    for (Secret secret : secrets) {
      try {
        made.add(Key.of(vertx, secret));
      } catch (RuntimeException e) {
        LOG.warn("a key for tokens is of a kind that is not known here");
      }
    }
    return List.copyOf(made);
  }
}
