package io.twinlane.schema.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map.Entry;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of what Vert.x and the lanes report, and keeps in each Vert.x context which span it
 * is in.
 *
 * <ol>
 *   <li>What Vert.x would tell by itself is not told: its tags and the messages of its failures
 *       hold what clients sent. Each kind of span chooses its own attributes.
 *   <li>A trace begins with a client's request and with nothing else: what happens outside of one,
 *       by a timer for instance, has no span.
 *   <li>Only messages that are part of answering a request have spans.
 * </ol>
 *
 * <p>Safe from any thread.
 */
final class SpanTracer implements VertxTracer<Span, Span> {

  private static final ContextLocal<Context> ACTIVE = ContextLocal.registerLocal(Context.class);
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final long FLUSHED_MILLIS = 3_000;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  SpanTracer(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.twinlane");
  }

  static SpanTracer to(TraceSettings settings) {
    return new SpanTracer(Exporting.provider(settings));
  }

  /** The span of a context as W3C Trace Context has it; null if it is in none. */
  static @Nullable String traceparent(io.vertx.core.Context context) {
    Context active = context.getLocal(ACTIVE, AccessMode.CONCURRENT);
    if (active == null) {
      return null;
    }
    SpanContext span = Span.fromContext(active).getSpanContext();
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }

  /** Leads from the span of a context to that of another one, where both are in one. */
  static void link(io.vertx.core.Context from, io.vertx.core.Context to) {
    Context active = from.getLocal(ACTIVE, AccessMode.CONCURRENT);
    Context other = to.getLocal(ACTIVE, AccessMode.CONCURRENT);
    if (active != null && other != null) {
      Span.fromContext(active).addLink(Span.fromContext(other).getSpanContext());
    }
  }

  @Override
  public <R> @Nullable Span receiveRequest(
      io.vertx.core.Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (policy == TracingPolicy.IGNORE) {
      return null;
    }
    return switch (request) {
      case HttpServerRequest http when HttpSpans.tells(http) ->
          entered(context, HttpSpans.begun(tracer, http), parent(headers));
      case Message<?> message when BusSpans.tells(message) -> {
        Context parent = parent(headers);
        yield Span.fromContextOrNull(parent) == null
            ? null
            : entered(context, BusSpans.taken(tracer, message), parent);
      }
      case null, default -> null;
    };
  }

  private static Context parent(Iterable<Entry<String, String>> headers) {
    return W3C.extract(Context.root(), headers, Headers.GETTER);
  }

  private static Span entered(io.vertx.core.Context context, SpanBuilder builder, Context parent) {
    Span span = builder.setParent(parent).startSpan();
    context.putLocal(ACTIVE, AccessMode.CONCURRENT, parent.with(span));
    return span;
  }

  @Override
  public <R> void sendResponse(
      io.vertx.core.Context context,
      @Nullable R response,
      @Nullable Span span,
      @Nullable Throwable failure,
      TagExtractor<R> tags) {
    if (span == null) {
      return;
    }
    if (response instanceof HttpServerResponse http) {
      HttpSpans.answered(span, http);
    }
    Trouble.of(span, failure);
    span.end();
  }

  @Override
  public <R> @Nullable Span sendRequest(
      io.vertx.core.Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      BiConsumer<String, String> headers,
      TagExtractor<R> tags) {
    Context active = context.getLocal(ACTIVE, AccessMode.CONCURRENT);
    if (active == null || policy == TracingPolicy.IGNORE) {
      return null;
    }
    return switch (request) {
      case DatabaseCall call -> DatabaseSpans.begun(tracer, call, active);
      case Message<?> message when BusSpans.tells(message) -> {
        Span span = BusSpans.sent(tracer, message).setParent(active).startSpan();
        W3C.inject(active.with(span), headers, Headers.SETTER);
        yield span;
      }
      case null, default -> null;
    };
  }

  @Override
  public <R> void receiveResponse(
      io.vertx.core.Context context,
      @Nullable R response,
      @Nullable Span span,
      @Nullable Throwable failure,
      TagExtractor<R> tags) {
    if (span == null) {
      return;
    }
    switch (response) {
      case Message<?> reply -> BusSpans.answered(span, reply.body());
      case DatabaseCall.Trouble trouble -> DatabaseSpans.failed(span, trouble);
      case null, default -> Trouble.of(span, failure);
    }
    span.end();
  }

  /** Called on a thread that serves nobody any more. */
  @Override
  public void close() {
    var _ = provider.shutdown().join(FLUSHED_MILLIS, TimeUnit.MILLISECONDS);
  }
}
