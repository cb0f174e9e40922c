package io.twinlane.gateway.rest;

import io.vertx.ext.web.RoutingContext;

/** Somebody who waits for an answer: on which connection, to what, and as whom. */
record Client(RoutingContext context, Call call, Caller caller) {}
