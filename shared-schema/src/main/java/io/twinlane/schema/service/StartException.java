package io.twinlane.schema.service;

import io.vertx.core.Future;
import java.net.BindException;

/** Why a process cannot start, in one line that its operator can act on. Ends it with status 2. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  /** A listening server, or the reason why its port cannot be had. */
  public static <T> Future<T> naming(Future<T> listening, String variable, Listen listen) {
    return listening.recover(cause ->
        Future.failedFuture(
            new StartException(
                "cannot listen on %s:%d: %s. Choose another port with %s."
                    .formatted(listen.host(), listen.port(), reason(cause), variable))));
  }

  private static String reason(Throwable cause) {
    return cause instanceof BindException
        ? "it is in use or not allowed"
        : String.valueOf(cause.getMessage());
  }
}
