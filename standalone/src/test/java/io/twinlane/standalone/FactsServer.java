package io.twinlane.standalone;

import io.twinlane.gateway.http.Observations;
import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.gateway.http.ServerTiming;
import io.twinlane.gateway.studio.facts.Facts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server that tells the Studio's facts to whoever asks. */
final class FactsServer extends VerticleBase {

  private final Facts.Terms terms;
  private final RequestTotals requests;
  private @Nullable HttpServer server;

  FactsServer(Facts.Terms terms) {
    this.terms = terms;
    this.requests = new RequestTotals(new Observations(ServerTiming.When.OFF));
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    HttpServer opening = vertx.createHttpServer().requestHandler(router);
    server = opening;
    return new Facts(vertx, terms, requests)
        .mount(router)
        .compose(_ -> opening.listen(0, "127.0.0.1"));
  }

  int port() {
    return Objects.requireNonNull(server).actualPort();
  }
}
