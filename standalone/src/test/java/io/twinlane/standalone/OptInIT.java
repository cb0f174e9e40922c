package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What PostgREST has not, for clients that ask for it. */
class OptInIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "true", "RATE_LIMIT_REQUESTS", "40"));
    suite.database.execute(
        "create table large as select i as id, 'word number ' || i as word from generate_series(1, 500) i");
    RunningSuite.await(() -> suite.get("/rest/v1/large?limit=1").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoAsk() throws Exception {
    String plain = new String(bytes("identity").body(), StandardCharsets.UTF_8);
    assertThat(plain).contains("word number 500");
    HttpResponse<byte[]> gzip = bytes("gzip");
    HttpResponse<byte[]> zstd = bytes("zstd, gzip;q=0.5");
    assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(zstd.headers().firstValue("Content-Encoding")).hasValue("zstd");
    assertThat(text(new GZIPInputStream(new ByteArrayInputStream(gzip.body())))).isEqualTo(plain);
    assertThat(text(new ZstdInputStream(new ByteArrayInputStream(zstd.body())))).isEqualTo(plain);
    assertThat(gzip.body().length).isLessThan(plain.length() / 4);
    // other bytes under one strong tag would be a lie, and the same content is known by it all the
    // same
    String tag = gzip.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).isNotEqualTo(bytes("identity").headers().firstValue("ETag").orElseThrow());
    assertThat(gzip.headers().firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
    assertThat(suite.get("/rest/v1/large", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void smallAnswersAreNot() throws Exception {
    HttpResponse<byte[]> answer = bytes("/rest/v1/large?limit=1", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(answer.headers().firstValue("ETag").orElseThrow()).startsWith("\"");
  }

  @Test
  void problemsAreDescribedForThoseWhoAsk() {
    HttpResponse<String> answer =
        suite.get("/rest/v1/nowhere", "Accept", "application/json, application/problem+json");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getString("type")).isEqualTo("urn:twinlane:problem:PGRST205");
    assertThat(problem.getInteger("status")).isEqualTo(404);
    assertThat(problem.getString("title")).contains("nowhere");
    assertThat(problem.getString("code")).isEqualTo("PGRST205");
    assertThat(suite.get("/rest/v1/nowhere").headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
  }

  /** In a suite of its own, as the others' requests come from the same address. */
  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    try (RunningSuite limited = RunningSuite.start(Map.of("RATE_LIMIT_REQUESTS", "3"))) {
      for (int left = 2; left >= 0; left--) {
        HttpResponse<String> answer = limited.get("/rest/v1/users?select=id");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
            .startsWith("\"requests\";r=" + left + ";t=");
      }
      HttpResponse<String> refused = limited.get("/rest/v1/users?select=id");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("TWL010").contains("outcome: not executed");
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 20);
      assertThat(refused.headers().firstValue("RateLimit-Policy"))
          .hasValue("\"requests\";q=3;w=60");
    }
  }

  private static HttpResponse<byte[]> bytes(String codings) throws Exception {
    return bytes("/rest/v1/large", codings);
  }

  private static HttpResponse<byte[]> bytes(String path, String codings) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + suite.httpPort() + path))
              .header("Accept-Encoding", codings)
              .build(),
          BodyHandlers.ofByteArray());
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
