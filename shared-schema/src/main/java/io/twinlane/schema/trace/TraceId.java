package io.twinlane.schema.trace;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** What the trace is called that the code that runs now is a part of. */
public final class TraceId {

  /** By which an answer tells it: that of one request, and of no other. */
  public static final String HEADER = "traceresponse";

  private TraceId() {}

  /** Its 32 hexadecimal digits; null where there is none. */
  public static @Nullable String current() {
    return id(traceparent());
  }

  /** The same of the trace that an answer tells its client, whatever runs now. */
  public static @Nullable String told(HttpServerResponse response) {
    return id(response.headers().get(HEADER));
  }

  private static @Nullable String id(@Nullable String traceparent) {
    return traceparent == null ? null : traceparent.split("-", -1)[1];
  }

  /** Tells a client, in the form of W3C Trace Context, what its request is part of. */
  public static void tell(HttpServerResponse response) {
    String whole = traceparent();
    if (whole != null) {
      response.putHeader(HEADER, whole);
    }
  }

  private static @Nullable String traceparent() {
    ContextInternal context = ContextInternal.current();
    return context == null || context.tracer() == null ? null : SpanTracer.traceparent(context);
  }
}
