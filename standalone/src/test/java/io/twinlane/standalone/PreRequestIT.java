package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Code of the team's that runs with requests: a function before each, and triggers. */
class PreRequestIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("DB_PRE_REQUEST", "public.check_request"));
    suite.database.execute(
        """
        create table things (id int primary key);
        create function check_request() returns void language plpgsql as $$
          begin
            if current_setting('request.headers')::json ->> 'x-banned' = 'yes' then
              raise sqlstate 'PT403' using message = 'Banned';
            end if;
          end $$;
        create table spoken (id int primary key);
        create function speak() returns trigger language plpgsql as $$
          begin
            perform set_config('response.headers', json_build_array(json_build_object(
              'X-Said', current_setting('request.method')))::text, true);
            return new;
          end $$;
        create trigger speak before insert on spoken for each row execute function speak();
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/things").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void itMayRefuseAReadAndAWrite() {
    assertThat(suite.get("/rest/v1/things", "X-Banned", "yes").statusCode()).isEqualTo(403);
    assertThat(suite.post("/rest/v1/things", "{\"id\":1}", "X-Banned", "yes").statusCode())
        .isEqualTo(403);
    assertThat(suite.get("/rest/v1/things?id=eq.1").body()).isEqualTo("[]");
  }

  @Test
  void aTriggerMaySpeakOfTheAnswer() {
    HttpResponse<String> answer = suite.post("/rest/v1/spoken", "{\"id\":1}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("X-Said")).contains("POST");
  }

  /** It is a statement more, and the parts of a batch are counted without it. */
  @Test
  void theLastPartOfABatchIsTheOneThatIsTold() {
    HttpResponse<String> answer =
        suite.post(
            "/rest/v1/batch",
            "[{\"method\":\"POST\",\"path\":\"/things\",\"body\":{\"id\":7}},"
                + "{\"method\":\"POST\",\"path\":\"/things\",\"body\":{\"id\":7}}]");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(new JsonObject(answer.body()).getInteger("part")).isEqualTo(1);
  }
}
