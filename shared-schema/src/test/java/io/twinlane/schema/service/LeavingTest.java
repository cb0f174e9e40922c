package io.twinlane.schema.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LeavingTest {

  private static final DrainTerms PATIENT =
      new DrainTerms(Duration.ofMillis(1), Duration.ofSeconds(60));
  private static final DrainTerms IMPATIENT = new DrainTerms(Duration.ZERO, Duration.ofMillis(50));

  private final Vertx vertx = Vertx.vertx();
  private final Health health = new Health(vertx);
  private final List<String> steps = new CopyOnWriteArrayList<>();

  /** Says what it is told, and is drained by a future or by being cancelled. */
  private class Part implements Drains {

    private final String name;
    private final Future<?> done;
    private final Promise<Void> cancelled = Promise.promise();

    Part(String name, Future<?> done) {
      this.name = name;
      this.done = done;
    }

    @Override
    public void leave() {
      steps.add(name + " leaves");
    }

    @Override
    public Future<?> drain(Duration patience) {
      steps.add(name + " is drained");
      return Future.any(done, cancelled.future());
    }

    @Override
    public void cancel() {
      steps.add(name + " is cancelled");
      cancelled.complete();
    }
  }

  private void end(DrainTerms terms, Part... parts) {
    Leaving leaving = new Leaving(vertx, health, terms);
    List.of(parts).forEach(leaving::add);
    leaving.end();
  }

  @Test
  void allLeaveAndThenTheLastOneIsDrainedFirst() {
    health.started();

    end(
        PATIENT,
        new Part("lane", Future.succeededFuture()),
        new Part("gateway", Future.succeededFuture()));

    assertThat(steps)
        .containsExactly("lane leaves", "gateway leaves", "gateway is drained", "lane is drained");
  }

  @Test
  void whereOneFailsTheOthersHaveTheirTurn() {
    health.started();

    end(
        PATIENT,
        new Part("lane", Future.succeededFuture()),
        new Part("gateway", Future.failedFuture("on purpose")) {
          @Override
          public Future<?> drain(Duration patience) {
            throw new IllegalStateException("on purpose");
          }
        });

    assertThat(steps).endsWith("lane is drained");
  }

  @Test
  void whatTakesTooLongIsCancelledAndTheOthersHaveTheirTurn() {
    health.started();

    end(
        IMPATIENT,
        new Part("lane", Future.succeededFuture()),
        new Part("gateway", Promise.promise().future()));

    assertThat(steps)
        .containsExactly(
            "lane leaves",
            "gateway leaves",
            "gateway is drained",
            "lane is cancelled",
            "gateway is cancelled",
            "lane is drained");
  }

  @Test
  void aProcessThatHasNotStartedHasNothingToFinish() {
    end(PATIENT, new Part("lane", Future.succeededFuture()));

    assertThat(steps).isEmpty();
  }
}
