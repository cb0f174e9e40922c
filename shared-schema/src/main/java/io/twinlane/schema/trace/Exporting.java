package io.twinlane.schema.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.UUID;

/**
 * Spans on their way to the receiver: on a thread of their own, in batches, from a queue that drops
 * what has no room. A receiver that is away costs nobody anything but the spans.
 */
final class Exporting {

  private static final int ATTRIBUTES_MAX = 32;
  private static final int VALUE_LENGTH_MAX = 4_096;

  private Exporting() {}

  static SdkTracerProvider provider(TraceSettings settings) {
    ExportLog.install();
    return SdkTracerProvider.builder()
        .setResource(resource(settings))
        .setSampler(sampler(settings.sampling()))
        .setSpanLimits(
            SpanLimits.builder()
                .setMaxNumberOfAttributes(ATTRIBUTES_MAX)
                .setMaxAttributeValueLength(VALUE_LENGTH_MAX)
                .build())
        .addSpanProcessor(batches(settings.batches(), exporter(settings.receiver())))
        .build();
  }

  private static Resource resource(TraceSettings settings) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put("service.instance.id", UUID.randomUUID().toString());
    settings.resource().forEach(attributes::put);
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  private static Sampler sampler(Sampling sampling) {
    return switch (sampling.rule()) {
      case ALWAYS_ON -> Sampler.alwaysOn();
      case ALWAYS_OFF -> Sampler.alwaysOff();
      case TRACEIDRATIO -> Sampler.traceIdRatioBased(sampling.ratio());
      case PARENTBASED_ALWAYS_ON -> Sampler.parentBased(Sampler.alwaysOn());
      case PARENTBASED_ALWAYS_OFF -> Sampler.parentBased(Sampler.alwaysOff());
      case PARENTBASED_TRACEIDRATIO ->
          Sampler.parentBased(Sampler.traceIdRatioBased(sampling.ratio()));
    };
  }

  private static SpanExporter exporter(TraceSettings.Receiver receiver) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(receiver.endpoint().toString())
            .setTimeout(receiver.timeout())
            .setConnectTimeout(receiver.timeout());
    receiver.headers().forEach((name, value) -> exporter.addHeader(name, value.value()));
    return exporter.build();
  }

  private static SpanProcessor batches(TraceSettings.Batches batches, SpanExporter exporter) {
    return BatchSpanProcessor.builder(exporter)
        .setMaxQueueSize(batches.queueMax())
        .setMaxExportBatchSize(batches.batchMax())
        .setScheduleDelay(batches.delay())
        .setExporterTimeout(batches.timeout())
        .build();
  }
}
