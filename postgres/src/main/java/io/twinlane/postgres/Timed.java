package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.LaneTimes;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Tells those who ask for it how long a lane had their work. */
public final class Timed {

  private static final LaneTimes NONE = new LaneTimes(0, 0, 0);

  private Timed() {}

  /** A lane's answer, with its times if the work asks for them. */
  public static Future<Reply> answer(Work work, Supplier<Future<Reply>> lane) {
    if (!work.timed()) {
      return lane.get();
    }
    long begun = System.nanoTime();
    return lane.get()
        .map(reply ->
            reply instanceof Done done
                ? done.timed(times(done).within(System.nanoTime() - begun))
                : reply);
  }

  private static LaneTimes times(Done done) {
    LaneTimes known = done.times();
    return known == null ? NONE : known;
  }
}
