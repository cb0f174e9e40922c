package io.twinlane.gateway.rest;

import io.vertx.ext.web.RoutingContext;

/**
 * Somebody who waits for an answer.
 *
 * @param context on which connection
 * @param call to what
 * @param caller as whom
 * @param catalog the number of the catalog that was at hand before anything was planned
 */
record Client(RoutingContext context, Call call, Caller caller, long catalog) {

  /** The same with another question. */
  Client asking(Call other) {
    return new Client(context, other, caller, catalog);
  }
}
