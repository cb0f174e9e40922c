package io.twinlane.schema.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Takes spans as they come by OTLP over HTTP, and keeps them with the bytes that they came in. */
public final class SpanReceiver implements AutoCloseable {

  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();

  private SpanReceiver(HttpServer server) {
    this.server = server;
  }

  /** The span of another trace that one leads to. */
  public record Link(String trace, String id) {}

  /** A span, with the attributes of the process that it is from. */
  public record Received(
      String trace,
      String id,
      String parent,
      String name,
      long kind,
      Map<String, Object> attributes,
      List<Link> links,
      Map<String, Object> resource) {}

  /**
   * The spans of one trace by their names; of several of a name, the last. Each is sent when it has
   * ended, and not in the order in which they end: what is asked for is waited for.
   */
  public final class Named {

    private final String trace;

    private Named(String trace) {
      this.trace = trace;
    }

    /** The span of a name, which must come. */
    public Received get(String name) {
      await(() -> has(name), () -> "there is no '" + name + "', only " + spans().keySet());
      return Objects.requireNonNull(spans().get(name));
    }

    /** Whether all of these have come by now. */
    public boolean has(String... names) {
      return spans().keySet().containsAll(List.of(names));
    }

    private Map<String, Received> spans() {
      Map<String, Received> named = new LinkedHashMap<>();
      SpanReceiver.this.spans(trace).forEach(span -> named.put(span.name(), span));
      return named;
    }
  }

  /** One that listens on loopback. */
  public static SpanReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      SpanReceiver receiver = new SpanReceiver(server);
      server.createContext("/v1/traces", receiver::take);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Of one trace. */
  public List<Received> spans(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** The same by their names, once these are there. */
  public Named await(String trace, String... names) {
    Named named = new Named(trace);
    List.of(names).forEach(named::get);
    return named;
  }

  /** Until what was sent is as a test wants it. */
  public void await(BooleanSupplier condition) {
    await(condition, () -> "what was awaited did not come; there are " + spans);
  }

  private static void await(BooleanSupplier condition, Supplier<String> failure) {
    long end = System.nanoTime() + WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(failure.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  public List<Received> spans() {
    return List.copyOf(spans);
  }

  /** All that was sent, byte for byte as characters. */
  public String everything() {
    return String.join("\n", bodies);
  }

  /** The headers of all deliveries. */
  public List<Map<String, List<String>>> headers() {
    return List.copyOf(headers);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      bodies.add(new String(body, StandardCharsets.ISO_8859_1));
      new Protobuf(body).messages(1).forEach(this::ofProcess);
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void ofProcess(Protobuf resourceSpans) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resourceSpans.messages(1).forEach(of -> resource.putAll(attributes(of.messages(1))));
    resourceSpans
        .messages(2)
        .flatMap(scope -> scope.messages(2))
        .forEach(span -> spans.add(received(span, resource)));
  }

  private static Received received(Protobuf span, Map<String, Object> resource) {
    HexFormat hex = HexFormat.of();
    return new Received(
        hex.formatHex(span.bytes(1)),
        hex.formatHex(span.bytes(2)),
        hex.formatHex(span.bytes(4)),
        new String(span.bytes(5), StandardCharsets.UTF_8),
        span.number(6),
        attributes(span.messages(9)),
        span.messages(13)
            .map(link -> new Link(hex.formatHex(link.bytes(1)), hex.formatHex(link.bytes(2))))
            .toList(),
        resource);
  }

  private static Map<String, Object> attributes(Stream<Protobuf> pairs) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    pairs.forEach(pair -> {
      Protobuf value = pair.messages(2).findFirst().orElseThrow();
      byte[] text = value.bytes(1);
      attributes.put(
          new String(pair.bytes(1), StandardCharsets.UTF_8),
          value.has(1)
              ? new String(text, StandardCharsets.UTF_8)
              : value.has(2) ? (Object) (value.number(2) == 1) : (Object) value.number(3));
    });
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
