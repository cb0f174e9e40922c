package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More writes than can be served: what is refused was not executed, and what was is told. */
class OverloadIT {

  @ParameterizedTest
  @CsvSource({"on, 1000, 50", "off, 100000, 60000"})
  void whatIsRefusedWasNotExecuted(String admission, String waitingMax, String burstMillis)
      throws Exception {
    try (RunningSuite suite =
        slow(Map.of("POOL_WAITING_MAX", waitingMax, "POOL_BURST_MS", burstMillis))) {
      AtomicInteger written = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      Clients.atOnce(
          200,
          4,
          (client, number) -> {
            HttpResponse<String> answer =
                suite.post("/rest/v1/notes", "{\"id\":%d}".formatted(client * 100 + number));
            if (answer.statusCode() == 201) {
              written.incrementAndGet();
            } else {
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.body()).contains("outcome: not executed");
              assertThat(answer.headers().firstValue("Retry-After")).isPresent();
              refused.incrementAndGet();
            }
          });

      assertThat(suite.database.query("select count(*) from notes"))
          .isEqualTo(Integer.toString(written.get()));
      assertThat(written.get()).isPositive();
      assertThat(refused.get() > 0).as("somebody was refused").isEqualTo(admission.equals("on"));
      assertThat(suite.post("/rest/v1/notes", "{\"id\":-1}").statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aBurstIsServedWhole() throws Exception {
    try (RunningSuite suite = slow(Map.of("POOL_BURST_MS", "5000"))) {
      Clients.atOnce(
          100,
          1,
          (client, _) ->
              assertThat(suite.post("/rest/v1/notes", "{\"id\":%d}".formatted(client)).statusCode())
                  .isEqualTo(201));

      assertThat(suite.database.query("select count(*) from notes")).isEqualTo("100");
    }
  }

  @Test
  void readsAreServedWhileWritesAreRefusedAndProbesDoNotQueue() throws Exception {
    try (RunningSuite suite = slow(Map.of("POOL_BURST_MS", "50"))) {
      Clients.atOnce(
          100,
          4,
          (client, number) -> {
            if (client % 10 == 0) {
              assertThat(suite.get("/rest/v1/roles").statusCode()).isEqualTo(200);
              assertThat(suite.management("/health/ready").statusCode()).isEqualTo(200);
            } else {
              suite.post("/rest/v1/notes", "{\"id\":%d}".formatted(client * 100 + number));
            }
          });
    }
  }

  /** Where a write takes 20 ms on one of three connections. */
  private static RunningSuite slow(Map<String, String> settings) {
    RunningSuite suite = RunningSuite.start(with(settings));
    suite.database.execute(
        """
        create table notes (id int primary key);
        create function nap() returns trigger language plpgsql as $$
          begin perform pg_sleep(0.02); return new; end $$;
        create trigger nap before insert on notes for each row execute function nap();
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);
    return suite;
  }

  private static Map<String, String> with(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("WRITE_POOL_MAX", "4");
    all.put("POOL_WAIT_TIMEOUT_MS", "20000");
    return all;
  }
}
