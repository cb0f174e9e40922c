package io.twinlane.write;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells where in PostgreSQL's log the commits of now are. However many ask, there is one question
 * under way at a time: who comes while it is under way shares the next one. Lives on one event
 * loop.
 */
final class Positions {

  private final Supplier<Future<@Nullable String>> question;
  private List<Promise<@Nullable String>> waiting = new ArrayList<>();
  private boolean asking;

  /** With the question that is put to PostgreSQL. */
  Positions(Supplier<Future<@Nullable String>> question) {
    this.question = question;
  }

  /** A place that is not before any commit acknowledged by now; null if it cannot be had. */
  Future<@Nullable String> afterNow() {
    Promise<@Nullable String> promise = Promise.promise();
    waiting.add(promise);
    if (!asking) {
      ask();
    }
    return promise.future();
  }

  private void ask() {
    asking = true;
    List<Promise<@Nullable String>> those = waiting;
    waiting = new ArrayList<>();
    question
        .get()
        .otherwiseEmpty()
        .onSuccess(position -> {
          those.forEach(promise -> promise.complete(position));
          asking = false;
          if (!waiting.isEmpty()) {
            ask();
          }
        });
  }
}
