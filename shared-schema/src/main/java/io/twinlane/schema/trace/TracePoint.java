package io.twinlane.schema.trace;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, by which what goes on later, called by somebody else, is still told as part
 * of it: one who waited for a turn, or for the answer to another's question. Costs nothing where
 * traces are off. Used on the event loop that it was made on.
 */
public final class TracePoint {

  private static final TracePoint NOWHERE = new TracePoint(null);

  private final @Nullable ContextInternal context;

  private TracePoint(@Nullable ContextInternal context) {
    this.context = context;
  }

  /** Where the code is that runs now. */
  public static TracePoint here() {
    ContextInternal current = ContextInternal.current();
    return current == null || current.tracer() == null ? NOWHERE : new TracePoint(current);
  }

  /** Whether there are traces at all. */
  public boolean traced() {
    return context != null;
  }

  /** Does something as part of the trace. */
  public <T> T in(Supplier<T> work) {
    if (context == null) {
      return work.get();
    }
    ContextInternal before = context.beginDispatch();
    try {
      return work.get();
    } finally {
      context.endDispatch(before);
    }
  }

  /** The same with nothing to give. */
  public void run(Runnable work) {
    in(() -> {
      work.run();
      return true;
    });
  }

  /** The same, later. */
  public <T> Supplier<T> later(Supplier<T> work) {
    return context == null ? work : () -> in(work);
  }

  /** The same, later, with something that is not there yet. */
  public <A, T> Function<A, T> later(Function<A, T> work) {
    return context == null ? work : given -> in(() -> work.apply(given));
  }

  /** The same future, after which all goes on as part of the trace, whoever completes it. */
  public <T> Future<T> after(Future<T> other) {
    if (context == null || other.isComplete()) {
      return other;
    }
    PromiseInternal<T> here = context.promise();
    other.onComplete(here);
    return here.future();
  }

  /** Leads from here to another trace, or another part of this one, where the answer comes from. */
  public void linkTo(TracePoint other) {
    if (context != null && other.context != null) {
      SpanTracer.link(context, other.context);
    }
  }

  /**
   * Tells of what has just been sent to PostgreSQL, until it is answered.
   *
   * @param code what the failure is called: a SQLSTATE, or the name of what went wrong
   */
  public <T> Future<T> told(
      DatabaseCall call, Future<T> sent, Function<Throwable, DatabaseCall.Trouble> code) {
    if (context == null) {
      return sent;
    }
    ContextInternal own = context;
    Object span = begun(own, call);
    return span == null
        ? sent
        : sent.onComplete(
            done -> ended(own, span, done.failed() ? code.apply(done.cause()) : null));
  }

  @SuppressWarnings("unchecked") // whatever a tracer gives is given back to it
  private static @Nullable Object begun(ContextInternal context, DatabaseCall call) {
    VertxTracer<?, Object> tracer = context.tracer();
    return tracer.sendRequest(
        context,
        SpanKind.RPC,
        TracingPolicy.PROPAGATE,
        call,
        call.operation(),
        (_, _) -> {},
        TagExtractor.empty());
  }

  @SuppressWarnings("unchecked") // as above
  private static void ended(
      ContextInternal context, Object span, DatabaseCall.@Nullable Trouble trouble) {
    VertxTracer<?, Object> tracer = context.tracer();
    tracer.receiveResponse(context, trouble, span, null, TagExtractor.empty());
  }
}
