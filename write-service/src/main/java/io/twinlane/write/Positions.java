package io.twinlane.write;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells where in PostgreSQL's log the commits of now are. However many ask, there is one question
 * under way at a time: who comes while it is under way shares the next one. Where nobody waits for
 * it, each question is put a little later, for all who come meanwhile. Lives on one event loop.
 */
final class Positions {

  private final Supplier<Future<@Nullable String>> question;
  private final Supplier<Future<Void>> pause;
  private List<Promise<@Nullable String>> waiting = new ArrayList<>();
  private boolean asking;

  /** With the question that is put to PostgreSQL, as soon as somebody asks. */
  Positions(Supplier<Future<@Nullable String>> question) {
    this(question, Future::succeededFuture);
  }

  private Positions(Supplier<Future<@Nullable String>> question, Supplier<Future<Void>> pause) {
    this.question = question;
    this.pause = pause;
  }

  /** With a question that may wait for so long, so that more may share its answer. */
  static Positions gathered(
      Vertx vertx, Duration pause, Supplier<Future<@Nullable String>> question) {
    return new Positions(
        question, () -> vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty());
  }

  /** A place that is not before any commit acknowledged by now; null if it cannot be had. */
  Future<@Nullable String> afterNow() {
    Promise<@Nullable String> promise = Promise.promise();
    waiting.add(promise);
    if (!asking) {
      askSoon();
    }
    return promise.future();
  }

  private void askSoon() {
    asking = true;
    pause.get().onSuccess(_ -> ask());
  }

  private void ask() {
    List<Promise<@Nullable String>> those = waiting;
    waiting = new ArrayList<>();
    Future.succeededFuture()
        .compose(_ -> question.get())
        .otherwiseEmpty()
        .onSuccess(position -> {
          those.forEach(promise -> promise.complete(position));
          asking = false;
          if (!waiting.isEmpty()) {
            askSoon();
          }
        });
  }
}
