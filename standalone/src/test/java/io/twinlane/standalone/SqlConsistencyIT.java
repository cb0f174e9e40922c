package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counters that are raised in every way there is, over SQL and over REST, while others read them
 * from the cache: nobody may read less than was acknowledged before the read began.
 */
class SqlConsistencyIT {

  private static final int COUNTERS = 4;
  private static final Duration DURATION = Duration.ofSeconds(8);

  private static RunningSuite suite;
  private static SqlClient client;
  private final AtomicLongArray acknowledged = new AtomicLongArray(COUNTERS);
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();

  @BeforeAll
  static void start() {
    suite = RunningSuite.startUnmigrated(Map.of("CACHE_ENABLED", "true", "SQL_POOL_MAX", "8"));
    suite.migrate();
    suite.awaitReady();
    String user = "raiser_" + suite.database.name().substring(0, 12);
    suite.database.askForPassword(user);
    suite.database.execute(
        """
        create table counters (id int primary key, n bigint not null);
        insert into counters select i, 0 from generate_series(0, 9) i;
        create table requests (id int, n bigint);
        create function raised() returns trigger language plpgsql as $$
          begin update counters set n = new.n where id = new.id; return null; end $$;
        create trigger raise after insert on requests for each row execute function raised();
        create function raise(which int, m bigint) returns bigint language sql as
          'update counters set n = m where id = which returning n';
        create role %1$s login password 'p';
        grant all on counters, requests to %1$s;
        """
            .formatted(user));
    client = SqlClient.of(suite, user, "p");
    RunningSuite.await(() -> suite.get("/rest/v1/counters").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void nobodyReadsLessThanWasAcknowledged() throws Exception {
    long end = System.nanoTime() + DURATION.toNanos();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < COUNTERS; i++) {
        int counter = i;
        running.add(all.submit(() -> raise(counter, end)));
        running.add(all.submit(() -> read(counter, end)));
        running.add(all.submit(() -> read(counter, end)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    assertThat(reads.get()).isGreaterThan(200);
    assertThat(hits.get()).isGreaterThan(20);
  }

  private void raise(int counter, long end) {
    Random random = new Random(counter);
    for (long n = 1; System.nanoTime() < end; n++) {
      HttpResponse<String> answer = write(random.nextInt(8), counter, n);
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
      acknowledged.set(counter, n);
      pause(random.nextInt(60));
    }
  }

  private static HttpResponse<String> write(int way, int counter, long n) {
    String id = Integer.toString(counter);
    String value = Long.toString(n);
    String update = "update counters set n = %d where id = %d".formatted(n, counter);
    return switch (way) {
      case 0 -> client.ask("update counters set n = $1 where id = $2", value, id);
      case 1 -> client.ask("update counters set n = $1 where id = $2 returning n", value, id);
      case 2 -> client.ask("insert into requests values ($1, $2)", id, value);
      case 3 -> client.ask("select raise($1, $2)", id, value);
      case 4 -> client.ask("do $$ begin " + update + "; end $$");
      case 5 -> client.batch(List.of(), "select 1", update, "select 2");
      case 6 ->
          client.ask(
              "with u as (update counters set n = $1 where id = $2 returning n) select * from u",
              value,
              id);
      default -> suite.send("PATCH", "/rest/v1/counters?id=eq." + id, "{\"n\":" + value + "}");
    };
  }

  private void read(int counter, long end) {
    Random random = new Random(counter + 100L);
    while (System.nanoTime() < end) {
      long before = acknowledged.get(counter);
      HttpResponse<String> answer =
          random.nextBoolean()
              ? client.ask("select n from counters where id = $1", Integer.toString(counter))
              : suite.get("/rest/v1/counters?select=n&id=eq." + counter);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(value(answer.body())).isGreaterThanOrEqualTo(before);
      reads.incrementAndGet();
      if (answer.headers().firstValue("Cache-Status").orElse("").contains("; hit")) {
        hits.incrementAndGet();
      }
    }
  }

  /** Of {@code "rows":[["7"]]}, or of {@code [{"n":7}]}. */
  private static long value(String body) {
    String text = body.startsWith("[") ? body : body.substring(body.indexOf("\"rows\""));
    return Long.parseLong(text.replaceFirst("[^0-9]*([0-9]+).*", "$1"));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
