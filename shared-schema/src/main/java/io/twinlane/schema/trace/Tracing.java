package io.twinlane.schema.trace;

import io.vertx.core.VertxBuilder;
import org.jspecify.annotations.Nullable;

/** Switches traces on for a Vert.x that is being built. */
public final class Tracing {

  private Tracing() {}

  /**
   * The builder, with traces by these settings. When the Vert.x is closed, spans that wait are
   * sent, for at most three seconds.
   *
   * @param settings null for no traces; then no class of OpenTelemetry is loaded
   */
  public static VertxBuilder of(VertxBuilder builder, @Nullable TraceSettings settings) {
    return settings == null ? builder : builder.withTracer(_ -> SpanTracer.to(settings));
  }
}
