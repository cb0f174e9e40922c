package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadPaceTest {

  private static final long QUICK = Duration.ofMillis(1).toNanos();
  private static final long SLOW = Duration.ofMillis(3).toNanos();
  private static final Work READ =
      new Work(
          "test",
          Identity.ofLane(),
          Map.of(),
          List.of(new Statement("select 1", List.of(), new TextForm(true, true))),
          Transaction.read(),
          Deadline.after(Duration.ofSeconds(1)));

  private final ReadPace pace = new ReadPace();

  private static Future<Reply> answer(int bytes) {
    Buffer body = Buffer.buffer("x".repeat(bytes));
    return Future.succeededFuture(new Done(List.of(new Result(body, 1, null, List.of()))));
  }

  @Test
  void whatIsNotKnownIsNotQuick() {
    assertThat(pace.isQuick(READ, false)).isFalse();
    assertThat(pace.isQuick(READ, true)).isFalse();
  }

  @Test
  void whatWasAnsweredQuicklyIsQuick() {
    pace.took(READ, answer(10), QUICK);

    assertThat(pace.isQuick(READ, false)).isTrue();
  }

  @Test
  void whatIsSlowBecauseAllIsSlowIsQuickWhereOthersWait() {
    pace.took(READ, answer(10), QUICK);
    pace.took(READ, answer(10), SLOW);

    assertThat(pace.isQuick(READ, false)).isFalse();
    assertThat(pace.isQuick(READ, true)).isTrue();
  }

  @Test
  void aLargeAnswerHoldsUpOthersHoweverQuickItIs() {
    pace.took(READ, answer(10), QUICK);
    pace.took(READ, answer(20_000), QUICK);

    assertThat(pace.isQuick(READ, true)).isFalse();
  }

  @Test
  void soDoesOneThatIsTooLarge() {
    pace.took(READ, answer(10), QUICK);
    pace.took(READ, Future.failedFuture(new JsonBytes.TooLargeException()), QUICK);

    assertThat(pace.isQuick(READ, true)).isFalse();
  }

  @Test
  void anErrorSaysHowLongItTookAsAnAnswerDoes() {
    pace.took(READ, Future.failedFuture("refused"), QUICK);

    assertThat(pace.isQuick(READ, false)).isTrue();
  }
}
