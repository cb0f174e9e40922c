package io.twinlane.schema.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.eventbus.ReplyException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong, by its kind: a message may hold what nobody should read. */
final class Trouble {

  private Trouble() {}

  static void of(Span span, @Nullable Throwable failure) {
    if (failure != null) {
      named(span, name(failure));
    }
  }

  static void named(Span span, String name) {
    span.setStatus(StatusCode.ERROR).setAttribute("error.type", name);
  }

  private static String name(Throwable failure) {
    return failure instanceof ReplyException reply
        ? reply.failureType().name().toLowerCase(Locale.ROOT)
        : failure.getClass().getName();
  }
}
