package io.twinlane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.MigratedDatabase;
import io.twinlane.schema.testkit.SpanReceiver;
import io.twinlane.schema.testkit.SpanReceiver.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A request is one trace also where its steps are in different processes. */
class ProcessTracesIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT_SPAN = "00f067aa0ba902b7";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static SpanReceiver receiver;
  private static MigratedDatabase database;
  private static ProcessCluster cluster;

  @BeforeAll
  static void start() {
    receiver = SpanReceiver.start();
    database = new MigratedDatabase();
    database.execute("create table notes (id int primary key, version int not null)");
    Map<String, String> settings = new HashMap<>(database.settings());
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
    settings.put("OTEL_BSP_SCHEDULE_DELAY", "50");
    cluster =
        ProcessCluster.start(
            Path.of("target", "traces"), new ProcessCluster.Shape(1, 1, 1), settings);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    database.close();
    receiver.close();
  }

  @Test
  void aWriteIsOneTraceThroughAllProcesses() {
    readUntilKept();
    HttpRequest request =
        HttpRequest.newBuilder(notes())
            .header("traceparent", "00-" + TRACE + "-" + CLIENT_SPAN + "-01")
            .header("Prefer", "return=representation")
            .POST(HttpRequest.BodyPublishers.ofString("{\"id\":1,\"version\":1}"))
            .build();

    int status = sent(request).statusCode();

    assertThat(status).isEqualTo(201);
    Named spans = receiver.await(TRACE, "COMMIT");
    assertStep(spans, "POST /rest/v1/{table}", CLIENT_SPAN, "api-gateway");
    String http = spans.get("POST /rest/v1/{table}").id();
    assertStep(spans, "send twinlane.write", http, "api-gateway");
    String sent = spans.get("send twinlane.write").id();
    assertStep(spans, "process twinlane.write", sent, "write-service");
    String lane = spans.get("process twinlane.write").id();
    assertStep(spans, "COMMIT", lane, "write-service");
    receiver.await(ProcessTracesIT::theReadersAreTold);
  }

  private static boolean theReadersAreTold() {
    return receiver.spans(TRACE).stream()
        .filter(span -> span.name().equals("process twinlane.bump"))
        .anyMatch(span -> "query-service".equals(span.resource().get("service.name")));
  }

  /** Somebody has something to forget then, and is told of a write. */
  private static void readUntilKept() {
    receiver.await(() ->
        sent(HttpRequest.newBuilder(notes()).build())
            .headers()
            .firstValue("Cache-Status")
            .orElse("")
            .contains("; hit"));
  }

  private static HttpResponse<Void> sent(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI notes() {
    return URI.create(cluster.endpoints().all().getFirst().url() + "/rest/v1/notes");
  }

  private static void assertStep(Named spans, String name, String parent, String service) {
    assertThat(spans.get(name).parent()).as(name).isEqualTo(parent);
    assertThat(spans.get(name).resource()).as(name).containsEntry("service.name", service);
  }
}
