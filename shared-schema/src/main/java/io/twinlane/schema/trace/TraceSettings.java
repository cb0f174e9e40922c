package io.twinlane.schema.trace;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where spans go, which ones and how many, by OpenTelemetry's own names of settings.
 *
 * @param receiver who takes the spans
 * @param resource what the process is, by attribute
 * @param sampling which traces are kept
 * @param batches how spans wait until they are sent
 */
public record TraceSettings(
    Receiver receiver, Map<String, String> resource, Sampling sampling, Batches batches) {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
  private static final String PATH = "/v1/traces";
  private static final String SPOKEN = "http/protobuf";

  public TraceSettings {
    resource = Map.copyOf(resource);
  }

  /**
   * A receiver of OTLP over HTTP.
   *
   * @param endpoint the whole address
   * @param headers what it wants to be shown, such as a key
   * @param timeout for one delivery
   */
  public record Receiver(URI endpoint, Map<String, Secret> headers, Duration timeout) {

    public Receiver {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * How spans wait: in a queue that drops what has no room, and not for long.
   *
   * @param queueMax spans that may wait
   * @param batchMax spans that are sent at once
   * @param delay between two deliveries
   * @param timeout for one of them, tries and all
   */
  public record Batches(int queueMax, int batchMax, Duration delay, Duration timeout) {}

  /**
   * The settings; empty where traces are off. Mistakes are noted, and told by whoever checks the
   * environment next.
   *
   * @param service what the process is called unless it is told otherwise
   */
  public static Optional<TraceSettings> from(Environment env, String service, String version) {
    Optional<URI> endpoint = endpoint(env);
    Map<String, Secret> headers = headers(env);
    Duration timeout = env.millis("OTEL_EXPORTER_OTLP_TIMEOUT", 1, 60_000, 10_000);
    Map<String, String> resource = resource(env, service, version);
    Sampling sampling = Sampling.from(env);
    Batches batches = batches(env);
    String protocol = env.text(PROTOCOL, SPOKEN);
    if (!protocol.equals(SPOKEN)) {
      env.mistake(PROTOCOL + " must be " + SPOKEN + ", not '" + protocol + "'");
    }
    boolean disabled = env.flag("OTEL_SDK_DISABLED", false);
    return endpoint
        .filter(_ -> !disabled)
        .map(to ->
            new TraceSettings(new Receiver(to, headers, timeout), resource, sampling, batches));
  }

  private static Optional<URI> endpoint(Environment env) {
    Optional<URI> base =
        env.text(ENDPOINT)
            .map(text -> text.replaceAll("/+$", "") + PATH)
            .flatMap(text -> uri(env, ENDPOINT, text));
    Optional<URI> whole =
        env.text(TRACES_ENDPOINT).flatMap(text -> uri(env, TRACES_ENDPOINT, text));
    return whole.or(() -> base);
  }

  /** What is wrong is not shown: somebody may have put a key into it. */
  private static Optional<URI> uri(Environment env, String variable, String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    env.mistake(variable + " must be a URL such as http://collector:4318, without a password");
    return Optional.empty();
  }

  private static Map<String, Secret> headers(Environment env) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    env.secret(HEADERS)
        .ifPresent(secret -> {
          Optional<Map<String, String>> pairs = Pairs.read(secret.value());
          if (pairs.isEmpty()) {
            env.mistake(HEADERS + " must be pairs such as api-key=VALUE, separated by commas");
          }
          Map<String, String> given = pairs.orElse(Map.of());
          if (given.toString().chars().anyMatch(Character::isISOControl)) {
            // whoever sends it would say so with the value
            env.mistake(HEADERS + " must have no line break or other control character in it");
            return;
          }
          given.forEach((name, value) -> headers.put(name, new Secret(value)));
        });
    return headers;
  }

  private static Map<String, String> resource(Environment env, String service, String version) {
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", service);
    resource.put("service.version", version);
    resource.put("deployment.environment.name", env.name().shortName());
    String attributes = env.text("OTEL_RESOURCE_ATTRIBUTES", "");
    Optional<Map<String, String>> pairs = Pairs.read(attributes);
    if (pairs.isEmpty()) {
      env.mistake(
          "OTEL_RESOURCE_ATTRIBUTES must be pairs such as service.namespace=shop, separated by"
              + " commas, not '"
              + attributes
              + "'");
    }
    resource.putAll(pairs.orElse(Map.of()));
    env.text("OTEL_SERVICE_NAME").ifPresent(name -> resource.put("service.name", name));
    return resource;
  }

  private static Batches batches(Environment env) {
    int queue = env.integer("OTEL_BSP_MAX_QUEUE_SIZE", 1, 100_000, 2_048);
    int batch = env.integer("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 1, 100_000, 512);
    Duration delay = env.millis("OTEL_BSP_SCHEDULE_DELAY", 1, 600_000, 5_000);
    Duration timeout = env.millis("OTEL_BSP_EXPORT_TIMEOUT", 1, 600_000, 30_000);
    if (batch > queue) {
      env.mistake(
          "OTEL_BSP_MAX_EXPORT_BATCH_SIZE is %d: it must not be more than OTEL_BSP_MAX_QUEUE_SIZE, %d"
              .formatted(batch, queue));
    }
    return new Batches(queue, batch, delay, timeout);
  }
}
