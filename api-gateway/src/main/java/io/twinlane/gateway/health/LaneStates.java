package io.twinlane.gateway.health;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.LaneState.Database;
import io.twinlane.schema.service.Health;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each lane told last. A lane that has been silent for too long counts as gone. */
public final class LaneStates {

  private final Duration silenceMax;
  private final Map<Address, Heard> heard = new EnumMap<>(Address.class);

  /**
   * @param silenceMax how old the last word of a lane may be
   */
  public LaneStates(Duration silenceMax) {
    this.silenceMax = silenceMax;
  }

  private record Heard(LaneState state, long atNanos) {}

  /** Listens to the lanes. */
  public Future<Void> listen(EventBus bus) {
    return bus.<LaneState>consumer(Address.STATE.value(), message -> hear(message.body()))
        .completion();
  }

  /** Makes the gateway ready only while both lanes are. */
  public void report(Health health) {
    health.readyWhile("gateway-query", Address.QUERY, () -> finding(Address.QUERY));
    health.readyWhile("gateway-write", Address.WRITE, () -> finding(Address.WRITE));
  }

  /** Whether PostgreSQL answers the lane. */
  boolean connected(Address lane) {
    LaneState state = state(lane);
    return state != null && state.database() == Database.CONNECTED;
  }

  private synchronized void hear(LaneState state) {
    heard.put(state.lane(), new Heard(state, System.nanoTime()));
  }

  private Health.Finding finding(Address lane) {
    LaneState state = state(lane);
    if (state == null) {
      return new Health.Finding(false, "silent");
    }
    if (state.leaving()) {
      return new Health.Finding(false, "leaving");
    }
    String word =
        switch (state.database()) {
          case DISCONNECTED -> "database disconnected";
          case READ_ONLY -> "database read-only";
          case CONNECTED -> "schema " + state.schema().name().toLowerCase(Locale.ROOT);
        };
    return new Health.Finding(state.ready(), word);
  }

  private synchronized @Nullable LaneState state(Address lane) {
    Heard last = heard.get(lane);
    if (last == null || System.nanoTime() - last.atNanos() >= silenceMax.toNanos()) {
      return null;
    }
    return last.state();
  }
}
