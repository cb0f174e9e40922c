package io.twinlane.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.FiguresReply.OfPools;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.metrics.Metrics;
import io.twinlane.schema.metrics.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what one lane does with PostgreSQL, for all to see who read the process's metrics. Lives
 * on the event loop of its lane.
 */
public final class LaneBook {

  static final String LANE = "lane";

  private final MeterRegistry meters;
  private final String lane;
  private final Counter denied;
  private final List<PoolBook> pools = new ArrayList<>();

  /**
   * One that counts there.
   *
   * @param lane the lane's name, {@code cached} or {@code direct}
   */
  public LaneBook(MeterRegistry meters, String lane) {
    this.meters = meters;
    this.lane = lane;
    this.denied =
        Counter.builder("twinlane.retries.denied")
            .description("Works that were not tried again, as the budget of retries was used up")
            .tag(LANE, lane)
            .register(meters);
    // that there are none must be told as well, or the first one would be no increase
    SqlState.LOST_TO_ANOTHER.forEach(state -> retries(Outcome.REFUSED, state));
  }

  /** One that nobody reads. */
  public static LaneBook unread() {
    return new LaneBook(Metrics.nowhere(), "none");
  }

  /** The page of one of the lane's pools, of which there are a few. */
  public PoolBook pool(String name) {
    PoolBook page = new PoolBook(meters, lane, name);
    pools.add(page);
    return page;
  }

  /** All pools together, as they are just now. */
  public OfPools pools() {
    int used = 0;
    int waiting = 0;
    int places = 0;
    for (PoolBook page : pools) {
      OfPools one = page.figures();
      used += one.used();
      waiting += one.waiting();
      places += one.places();
    }
    return new OfPools(used, waiting, places);
  }

  /** Shows how many connections were opened. */
  public void connections(Connections connections) {
    FunctionCounter.builder(
            "twinlane.connections.opened", connections.opened(), opened -> opened.get())
        .description("Connections that were opened to PostgreSQL")
        .tag(LANE, lane)
        .register(meters);
  }

  /** A work is tried again, since the reply to its last try was this one. */
  void again(Reply reply) {
    // only few states are worth a retry, so that there are few of these
    String state = reply instanceof Failure.Refused refused ? refused.sqlState() : "none";
    retries(Outcome.of(reply), state).increment();
  }

  private Counter retries(Outcome outcome, String state) {
    return Counter.builder("twinlane.retries")
        .description("Works that were tried again, by what the try before came to")
        .tags(LANE, lane, "reason", outcome.word(), "sqlstate", state)
        .register(meters);
  }

  /** A work would have been tried again, if there had not been so many of those lately. */
  void spared() {
    denied.increment();
  }
}
