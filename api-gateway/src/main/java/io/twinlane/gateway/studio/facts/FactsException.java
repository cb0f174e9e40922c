package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.rest.Problem;
import io.twinlane.gateway.rest.RestHandler;
import io.twinlane.schema.message.Failure;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane's failure on its way to the answer. */
final class FactsException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FactsException.class);

  private final transient Failure failure;

  FactsException(Failure failure) {
    super("a lane has failed", null, false, false);
    this.failure = failure;
  }

  /** Answers with what went wrong; whatever is no lane's failure is a bug, or a disk's. */
  static void answer(RoutingContext context, Throwable cause) {
    RestHandler.write(
        context, Problem.of(cause instanceof FactsException known ? known.failure : bug(cause)));
  }

  private static Failure bug(Throwable cause) {
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {}", incident, cause);
    return new Failure.Internal(incident);
  }
}
