package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes of the schema that are told, long before anybody looks for them. */
class SchemaNoticesIT {

  /** Nobody looks at the database for ten minutes. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CACHE_ENABLED",
          "true",
          "HEALTH_DATABASE_INTERVAL_MS",
          "600000",
          "LANE_SILENCE_MAX_MS",
          "3600000");

  private static final String SEEN = "/rest/v1/seen?select=word";

  @Test
  void whoIsToldOfAChangeForgetsWhatWasBefore() {
    try (RunningSuite suite = RunningSuite.startUnmigrated(SETTINGS)) {
      suite.migrate();
      suite.database.execute("create view seen as select 'old'::text as word");
      suite.restart();
      RunningSuite.await(() -> fromCache(suite.get(SEEN)));
      assertThat(suite.get(SEEN).body()).contains("old");
      // an event trigger of the team's, as docs/rest.md shows
      suite.database.execute(
          """
          create function told() returns event_trigger language plpgsql as
            'begin notify pgrst, ''reload schema''; end';
          create event trigger told on ddl_command_end execute function told();
          """);
      suite.database.execute("create or replace view seen as select 'new'::text as word");
      RunningSuite.await(() -> suite.get(SEEN).body().contains("new"));
    }
  }

  private static boolean fromCache(HttpResponse<String> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("").contains("hit");
  }
}
