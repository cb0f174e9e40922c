package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.gateway.rest.Problem;
import io.twinlane.gateway.rest.RestHandler;
import io.twinlane.gateway.studio.facts.LaneLooks.Look;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes do, as streams of events: a look once a second, and each write with what it has
 * ended. There is one look for all who look on, and none while nobody does; at most {@link
 * #ONLOOKERS_MAX} may, and of more than {@link #WRITES_MAX} writes between two looks they are not
 * told. Lives on one event loop.
 */
final class LaneFacts {

  private static final int ONLOOKERS_MAX = 20;
  private static final int WRITES_MAX = 100;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final LaneLooks looks;
  private final RequestTotals requests;
  private final List<Onlooker> onlookers = new ArrayList<>();
  private final Endings endings = new Endings();
  private @Nullable Watching watching;
  private boolean looking;
  private int writes;

  /** What is only there while somebody looks on. */
  private record Watching(long timer, MessageConsumer<TablesChanged> changes) {}

  /**
   * Facts of the lanes.
   *
   * @param requests of this gateway
   */
  LaneFacts(Vertx vertx, LaneLooks looks, RequestTotals requests) {
    this.vertx = vertx;
    this.looks = looks;
    this.requests = requests;
  }

  /** Begins a stream, which lasts until its reader goes, or whoever let that one in ends it. */
  void stream(RoutingContext context) {
    onlookers.removeIf(Onlooker::over);
    if (onlookers.size() >= ONLOOKERS_MAX) {
      RestHandler.write(context, Problem.tooManyLive(ONLOOKERS_MAX));
      return;
    }
    Onlooker one = new Onlooker(context.response());
    one.begin();
    onlookers.add(one);
    // later, as others may be being told just now
    context.response().closeHandler(_ -> vertx.runOnContext(_ -> left(one)));
    begin();
    look();
  }

  private void left(Onlooker one) {
    onlookers.remove(one);
    endIfAlone();
  }

  private void begin() {
    if (watching == null) {
      watching =
          new Watching(
              vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> tick()),
              vertx
                  .eventBus()
                  .consumer(Address.CHANGES.value(), message -> written(message.body())));
    }
  }

  private void endIfAlone() {
    Watching ended = watching;
    if (onlookers.isEmpty() && ended != null) {
      watching = null;
      vertx.cancelTimer(ended.timer());
      ended.changes().unregister();
    }
  }

  private void tick() {
    onlookers.removeIf(Onlooker::over);
    endIfAlone();
    if (looking) {
      onlookers.forEach(Onlooker::tellNothing);
    } else if (!onlookers.isEmpty()) {
      look();
    }
  }

  /** One at a time; who comes while one is under way is told of that one. */
  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    looks
        .look()
        .onComplete(look -> {
          looking = false;
          if (look.succeeded()) {
            seen(look.result());
          }
        });
  }

  private void seen(Look look) {
    writes = 0;
    endings.found(look.caches().values());
    tell("look", LookText.of(look, requests));
  }

  private void written(TablesChanged write) {
    if (writes < WRITES_MAX) {
      writes++;
      onlookers.removeIf(Onlooker::over);
      tell("write", endings.of(write));
    }
  }

  private void tell(String name, JsonObject data) {
    Buffer event = Buffer.buffer("event: " + name + "\ndata: " + data.encode() + "\n\n");
    onlookers.forEach(one -> one.tell(event));
  }

  /** Answers with what the query-services know of one statement. */
  void statement(RoutingContext context) {
    String hash = context.pathParam("hash");
    looks
        .statement(hash)
        .onSuccess(replies -> {
          JsonObject found = LookText.statement(hash, replies);
          if (found == null) {
            RestHandler.write(context, Problem.path());
          } else {
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(found.toBuffer());
          }
        })
        .onFailure(cause -> FactsException.answer(context, cause));
  }
}
