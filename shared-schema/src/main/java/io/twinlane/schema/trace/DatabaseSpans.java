package io.twinlane.schema.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.twinlane.schema.message.Statement;

/**
 * Spans of what is sent to PostgreSQL, by OpenTelemetry's conventions for databases. Parameters are
 * never told, and of a client's own text nothing but its first word and a hash.
 */
final class DatabaseSpans {

  private static final int TEXT_MAX = 4_096;

  private DatabaseSpans() {}

  static Span begun(Tracer tracer, DatabaseCall call, Context parent) {
    Span span =
        tracer
            .spanBuilder(call.operation())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .startSpan();
    if (span.isRecording()) {
      describe(span, call);
    }
    return span;
  }

  private static void describe(Span span, DatabaseCall call) {
    DatabaseCall.Database database = call.database();
    span.setAttribute("db.system.name", "postgresql")
        .setAttribute("db.operation.name", call.operation())
        .setAttribute("server.address", database.host())
        .setAttribute("server.port", database.port())
        .setAttribute("twinlane.statement.hash", Statement.hash(call.text()));
    if (database.name() != null) {
      span.setAttribute("db.namespace", database.name());
    }
    if (call.statements() > 1) {
      span.setAttribute("db.operation.batch.size", call.statements());
    }
    if (call.harmless()) {
      String text = call.text();
      span.setAttribute("db.query.text", text.substring(0, Math.min(text.length(), TEXT_MAX)));
    }
  }

  static void failed(Span span, DatabaseCall.Trouble trouble) {
    span.setStatus(StatusCode.ERROR).setAttribute("error.type", trouble.code());
    if (trouble.sqlState()) {
      span.setAttribute("db.response.status_code", trouble.code());
    }
  }
}
