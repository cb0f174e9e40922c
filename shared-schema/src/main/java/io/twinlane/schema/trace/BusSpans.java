package io.twinlane.schema.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Spans of messages between services, one where it is sent and one where it is taken, by
 * OpenTelemetry's conventions for messaging. Nothing of a message is told but where it goes, and of
 * an answer of what kind it is.
 */
final class BusSpans {

  /** What is asked while a client waits. */
  private static final List<Address> TOLD =
      List.of(
          Address.QUERY,
          Address.WRITE,
          Address.ROWS,
          Address.CATALOG,
          Address.BUMP,
          Address.POSITION,
          Address.SHAPE);

  private BusSpans() {}

  static boolean tells(Message<?> message) {
    return address(message) != null;
  }

  static SpanBuilder sent(Tracer tracer, Message<?> message) {
    return begun(tracer, message, "send").setSpanKind(SpanKind.CLIENT);
  }

  static SpanBuilder taken(Tracer tracer, Message<?> message) {
    return begun(tracer, message, "process").setSpanKind(SpanKind.SERVER);
  }

  private static SpanBuilder begun(Tracer tracer, Message<?> message, String operation) {
    Address address = address(message);
    String name = address == null ? "" : address.value();
    SpanBuilder span =
        tracer
            .spanBuilder(operation + " " + name)
            .setAttribute("messaging.system", "vertx")
            .setAttribute("messaging.destination.name", name)
            .setAttribute("messaging.operation.name", operation);
    String lane = address == null ? null : lane(address);
    return lane == null ? span : span.setAttribute("twinlane.lane", lane);
  }

  /** The address of all of a kind, of which one among them has its own. */
  private static @Nullable Address address(Message<?> message) {
    String told = message.address();
    for (Address address : TOLD) {
      String value = address.value();
      if (told.startsWith(value)
          && (told.length() == value.length() || told.charAt(value.length()) == '.')) {
        return address;
      }
    }
    return null;
  }

  private static @Nullable String lane(Address address) {
    return switch (address) {
      case QUERY, ROWS -> "cached";
      case WRITE -> "direct";
      case PIECES,
          CATALOG,
          BUMP,
          LEASE,
          POSITION,
          SHAPE,
          CACHE,
          FIGURES,
          FLUSHED,
          CHANGES,
          ABANDONED,
          SCHEMA,
          STATE ->
          null;
    };
  }

  static void answered(Span span, @Nullable Object reply) {
    switch (reply) {
      case Done(_, CacheStatus cache, _, _, _, _) when cache != null -> {
        span.setAttribute("twinlane.cache", cache.source().name().toLowerCase(Locale.ROOT));
        span.setAttribute("twinlane.cache.collapsed", cache.collapsed());
        if (cache.detail() != null) {
          span.setAttribute("twinlane.cache.detail", cache.detail());
        }
      }
      case Failure failure -> failed(span, failure);
      case null, default -> {
        // there is nothing to say of it
      }
    }
  }

  private static void failed(Span span, Failure failure) {
    span.setAttribute("twinlane.failure", failure.getClass().getSimpleName());
    switch (failure) {
      case Failure.Refused refused ->
          span.setAttribute("db.response.status_code", refused.sqlState());
      case Failure.Busy(var reason) -> Trouble.named(span, reason.name().toLowerCase(Locale.ROOT));
      case Failure.Unknown(var incident) -> incident(span, "unknown", incident);
      case Failure.Unanswered(var incident) -> incident(span, "unanswered", incident);
      case Failure.Internal(var incident) -> incident(span, "internal", incident);
      case Failure.Unexpected _,
          Failure.StillRunning _,
          Failure.KeyReused _,
          Failure.TooLarge _,
          Failure.NotCached _ -> {
        // the client's affair
      }
    }
  }

  /** By which a line in the log leads to the trace. */
  private static void incident(Span span, String name, String incident) {
    Trouble.named(span, name);
    span.setAttribute("twinlane.incident", incident);
  }
}
