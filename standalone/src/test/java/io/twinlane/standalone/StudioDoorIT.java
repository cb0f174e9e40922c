package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let into the Studio, and who is not. */
class StudioDoorIT {

  private static final String PASSWORD = "a password of some length";

  private static RunningSuite start(Map<String, String> settings) {
    return RunningSuite.startUnmigrated(settings);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void aLinkLetsOnePersonInOnce() {
    try (RunningSuite suite = start(Map.of())) {
      String token = StudioClient.token(suite);

      HttpResponse<String> first = StudioClient.logIn(suite, token);
      HttpResponse<String> second = StudioClient.logIn(suite, token);

      assertThat(first.statusCode()).isEqualTo(204);
      assertThat(header(first, "Set-Cookie"))
          .contains("; Path=/studio; HttpOnly; SameSite=Strict")
          .doesNotContain("Secure");
      assertThat(second.statusCode()).isEqualTo(401);
      assertThat(second.headers().map()).doesNotContainKey("set-cookie");
      JsonObject session = new JsonObject(StudioClient.of(suite, first).get("/session").body());
      assertThat(session.getString("environment")).isEqualTo("dev");
      assertThat(session.getBoolean("readOnly")).isFalse();
      assertThat(session.getValue("role")).isNull();
      assertThat(session.getJsonArray("schemas").encode()).isEqualTo("[\"public\"]");
    }
  }

  @Test
  void anotherLinkIsShownButNotAnswered() {
    try (RunningSuite suite = start(Map.of())) {
      String before = suite.studioLink();

      HttpResponse<String> another = suite.managementSend("POST", "/studio/api/token", "");

      assertThat(another.statusCode()).isEqualTo(204);
      assertThat(suite.studioLink()).isNotEqualTo(before);
      HttpResponse<String> tooSoon = suite.managementSend("POST", "/studio/api/token", "");
      assertThat(tooSoon.statusCode()).isEqualTo(429);
      assertThat(header(tooSoon, "Retry-After")).isNotEmpty();
      // who has just copied the one before comes in by it, once
      String copied = before.split("token=", 2)[1];
      assertThat(StudioClient.logIn(suite, copied).statusCode()).isEqualTo(204);
      assertThat(StudioClient.logIn(suite, copied).statusCode()).isEqualTo(401);
      assertThat(StudioClient.byLink(suite).get("/session").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoTriesTooOftenWaitsEvenWithWhatIsRight() {
    try (RunningSuite suite = start(Map.of("STUDIO_PASSWORD", PASSWORD))) {
      HttpResponse<String> byPassword =
          StudioClient.logIn(suite, PASSWORD, "X-Forwarded-Proto", "https");
      assertThat(byPassword.statusCode()).isEqualTo(204);
      assertThat(header(byPassword, "Set-Cookie")).endsWith("; Secure");
      for (int i = 0; i < 5; i++) {
        assertThat(StudioClient.logIn(suite, "wrong " + i).statusCode()).isEqualTo(401);
      }

      HttpResponse<String> right = StudioClient.logIn(suite, PASSWORD);

      assertThat(right.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(header(right, "Retry-After"))).isBetween(1, 60);
    }
  }

  @Test
  void onlyThePageItselfMayAsk() {
    try (RunningSuite suite = start(Map.of())) {
      String own = "http://127.0.0.1:" + suite.managementPort();
      String token = StudioClient.token(suite);
      assertThat(StudioClient.logIn(suite, token, "Origin", "http://evil.example").statusCode())
          .isEqualTo(403);
      assertThat(StudioClient.logIn(suite, token, "Origin", "null").statusCode()).isEqualTo(403);
      assertThat(StudioClient.logIn(suite, token, "Sec-Fetch-Site", "same-site").statusCode())
          .isEqualTo(403);
      StudioClient page =
          StudioClient.of(
              suite,
              StudioClient.logIn(suite, token, "Origin", own, "Sec-Fetch-Site", "same-origin"));
      StudioClient forger = new StudioClient(suite, page.cookie(), "guessed");

      assertThat(forger.send("POST", "/logout", "").body()).contains("STUDIO_CSRF");
      assertThat(forger.send("DELETE", "/rest/v1/users", null).statusCode()).isEqualTo(403);
      assertThat(forger.sql("direct", "select 1", false).statusCode()).isEqualTo(403);
      assertThat(page.get("/session", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
      assertThat(page.send("POST", "/logout", "", "Origin", own).statusCode()).isEqualTo(204);
      HttpResponse<String> after = page.get("/session");
      assertThat(after.statusCode()).isEqualTo(401);
      assertThat(header(after, "X-Studio-Session")).isEqualTo("none");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/session", "/rest/v1/users", "/lanes", "/schema", "/nothing"})
  void whoIsNotInSeesNothing(String path) {
    try (RunningSuite suite = start(Map.of())) {
      HttpResponse<String> answer = suite.management("/studio/api" + path);

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(header(answer, "X-Studio-Session")).isEqualTo("none");
    }
  }

  @Test
  void namesOfElsewhereLeadNowhere() throws IOException {
    try (RunningSuite suite = start(Map.of("STUDIO_HOSTS", "studio.example.org"))) {
      suite.migrate();
      for (String host : new String[] {"evil.example", "localhost.evil.example", "10.0.0.1", ""}) {
        assertThat(statusFor(suite, host)).as(host).startsWith("HTTP/1.1 4");
      }
      for (String host :
          new String[] {"localhost:1", "127.0.0.1", "[::1]:8081", "Studio.Example.org:8081"}) {
        assertThat(statusFor(suite, host)).as(host).isEqualTo("HTTP/1.1 204 No Content");
        // the next one needs a link of its own
        suite.restart();
      }
    }
  }

  private static String statusFor(RunningSuite suite, String host) throws IOException {
    String body = new JsonObject().put("token", StudioClient.token(suite)).encode();
    String request =
        "POST /studio/api/login HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(host, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.managementPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.lines().findFirst().orElse("");
    }
  }

  @Test
  void browsersAreToldToTrustNobody() {
    try (RunningSuite suite = start(Map.of())) {
      HttpResponse<String> bare = suite.management("/studio");
      assertThat(header(bare, "Location")).isEqualTo("/studio/");
      for (String path :
          new String[] {"/studio", "/studio/", "/studio/x.js", "/studio/api/session"}) {
        HttpResponse<String> answer = suite.management(path);

        assertThat(header(answer, "Content-Security-Policy"))
            .contains("default-src 'none'", "frame-ancestors 'none'")
            .doesNotContain("unsafe");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Permissions-Policy")).contains("camera=()");
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
      }
      for (String path :
          new String[] {"/studio/../health/live", "/studio/assets/..%2f..%2fx", "/studio/%00"}) {
        assertThat(suite.management(path).body()).doesNotContain("__NONCE__", "root:");
      }
    }
  }

  @Test
  void whereItIsOffThereIsNothing() {
    try (RunningSuite suite = start(Map.of("STUDIO_ENABLED", "false"))) {
      assertThat(suite.studioLink()).isEmpty();
      for (String path : new String[] {"/studio", "/studio/", "/studio/api/session"}) {
        assertThat(suite.management(path).statusCode()).isEqualTo(404);
      }
      assertThat(suite.managementSend("POST", "/studio/api/token", "").statusCode()).isEqualTo(404);
      assertThat(suite.managementSend("POST", "/studio/api/login", "{}").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void clientsNeverSeeIt() {
    try (RunningSuite suite = start(Map.of())) {
      for (String path :
          new String[] {"/studio", "/studio/", "/studio/api/session", "/rest/v1/../../studio/"}) {
        assertThat(suite.get(path).statusCode()).isEqualTo(404);
      }
      assertThat(suite.post("/studio/api/login", "{}").statusCode()).isEqualTo(404);
    }
  }
}
