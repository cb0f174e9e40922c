package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not in a body is another thing than what is null in it. */
class AbsentKeysIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "false"));
    suite.database.execute("create table notes (id int primary key, text text default 'given')");
    suite.awaitReady();
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  /** A key that is not there takes the default; one that is null is null. */
  @Test
  void nullIsWrittenAndAnAbsentKeyIsNot() {
    assertThat(row("POST", "/rest/v1/notes", "{\"id\":2001}")).contains("\"text\":\"given\"");
    assertThat(row("POST", "/rest/v1/notes", "{\"id\":2002,\"text\":null}"))
        .contains("\"text\":null");
    assertThat(row("PATCH", "/rest/v1/notes?id=eq.2001", "{\"id\":2003}"))
        .contains("\"text\":\"given\"");
    assertThat(row("PATCH", "/rest/v1/notes?id=eq.2003", "{\"text\":null}"))
        .contains("\"text\":null");
  }

  private static String row(String method, String path, String body) {
    return suite.send(method, path, body, "Prefer", "return=representation").body();
  }
}
