package io.twinlane.schema.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** What a part of a process adds to its management server, on that one's event loop. */
public interface ManagementRoutes {

  /** Adds the routes, before the server listens. */
  Future<?> mount(Vertx vertx, Router router);

  /** Hears on which port they are; the process has not started until it has done what it must. */
  Future<?> listening(int port);
}
