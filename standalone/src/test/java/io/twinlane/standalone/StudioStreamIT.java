package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the lanes do, told to somebody who is in the Studio of a whole suite. */
class StudioStreamIT {

  private static final String PASSWORD = "a password of many words";
  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.start(
            Map.of("CACHE_ENABLED", "true", "STUDIO_ENABLED", "true", "STUDIO_PASSWORD", PASSWORD));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void requestsAreToldByLane() {
    StudioClient client = StudioClient.of(suite, StudioClient.logIn(suite, PASSWORD));
    try (LaneEvents events = events(client)) {
      JsonObject requests = events.next("look", _ -> true).getJsonObject("requests");
      long direct = requests.getJsonObject("byLane").getLong("direct");
      long cached = requests.getJsonObject("byLane").getLong("cached");

      assertThat(client.get("/rest/v1/users?limit=1").statusCode()).isEqualTo(200);
      assertThat(client.sql("direct", "select 1", false).statusCode()).isEqualTo(200);

      JsonObject byLane =
          events
              .next("look", look -> byLane(look).getLong("direct") > direct)
              .getJsonObject("requests")
              .getJsonObject("byLane");
      assertThat(byLane.getLong("cached")).isGreaterThan(cached);
    }
  }

  @Test
  void aStreamEndsWithItsSession() {
    StudioClient client = StudioClient.of(suite, StudioClient.logIn(suite, PASSWORD));
    try (LaneEvents events = events(client)) {
      events.next("look", _ -> true);

      client.send("POST", "/logout", "");

      events.awaitEnd();
    }
    try (LaneEvents events = events(client)) {
      assertThat(events.status()).isEqualTo(401);
    }
  }

  private static JsonObject byLane(JsonObject look) {
    return look.getJsonObject("requests").getJsonObject("byLane");
  }

  private static LaneEvents events(StudioClient client) {
    URI uri = URI.create("http://127.0.0.1:%d/studio/api/lanes".formatted(suite.managementPort()));
    return new LaneEvents(uri, "Cookie", client.cookie());
  }
}
