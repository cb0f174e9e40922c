package io.twinlane.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many questions it takes to tell many where the log ends. */
class PositionsTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private int asked;

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void whoeverComesWhileAQuestionIsHeldBackSharesIt() throws Exception {
    Positions positions = Positions.gathered(vertx, Duration.ofMillis(50), this::answered);

    assertThat(answers(positions, 100)).hasSize(100).containsOnly("1");
    assertThat(answers(positions, 2)).hasSize(2).containsOnly("2");
  }

  @Test
  void whoeverComesWhileAQuestionIsUnderWayHasTheNextOne() throws Exception {
    Promise<String> first = Promise.promise();
    Positions positions = new Positions(() -> asked == 0 ? counted(first.future()) : answered());
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    loop.runOnContext(_ -> {
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        positions.afterNow().onSuccess(told::add);
      }
      first.complete("first");
      all.complete(told);
    });

    assertThat(all.get(10, TimeUnit.SECONDS)).containsExactly("first", "2", "2", "2", "2");
  }

  private List<String> answers(Positions positions, int many) throws Exception {
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    loop.runOnContext(_ -> {
      List<Future<String>> told = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        told.add(positions.afterNow().map(String::valueOf));
      }
      Future.all(told).onSuccess(answers -> all.complete(answers.list()));
    });
    return all.get(10, TimeUnit.SECONDS);
  }

  private Future<String> answered() {
    return counted(Future.succeededFuture(String.valueOf(asked + 1)));
  }

  private Future<String> counted(Future<String> answer) {
    asked++;
    return answer;
  }
}
