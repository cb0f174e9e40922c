package io.twinlane.gateway.health;

import io.twinlane.gateway.bus.Services;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.LaneState.Database;
import io.twinlane.schema.service.Health;
import java.util.List;
import java.util.Locale;

/** How the lanes are: each as well as the best of the services that run it. */
public final class LaneStates {

  private final Services services;

  public LaneStates(Services services) {
    this.services = services;
  }

  /** Makes the gateway ready only while both lanes are. */
  public void report(Health health) {
    health.readyWhile("gateway-query", Address.QUERY, () -> finding(Address.QUERY));
    health.readyWhile("gateway-write", Address.WRITE, () -> finding(Address.WRITE));
  }

  /** Whether PostgreSQL answers the lane. */
  boolean connected(Address lane) {
    return services.states(lane).stream().anyMatch(state -> state.database() == Database.CONNECTED);
  }

  private Health.Finding finding(Address lane) {
    List<LaneState> states = services.states(lane);
    return states.stream()
        .filter(LaneState::ready)
        .findFirst()
        .or(() -> states.stream().findFirst())
        .map(state -> new Health.Finding(state.ready(), word(state)))
        .orElseGet(() -> new Health.Finding(false, "silent"));
  }

  private static String word(LaneState state) {
    return switch (state.database()) {
      case DISCONNECTED -> "database disconnected";
      case READ_ONLY -> "database read-only";
      case CONNECTED -> "schema " + state.schema().name().toLowerCase(Locale.ROOT);
    };
  }
}
