package io.twinlane.schema.cluster;

import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event bus, as the one that wants to hear of members and of consumers. It is told one thing at
 * a time, so that what it heard last is what is.
 */
final class Audience {

  private final Roster roster;
  private @Nullable RegistrationListener registrations;
  private @Nullable NodeListener nodes;

  Audience(Roster roster) {
    this.roster = roster;
  }

  synchronized void registrations(RegistrationListener listener) {
    registrations = listener;
  }

  synchronized void nodes(NodeListener listener) {
    nodes = listener;
  }

  /** There are other consumers than before at these addresses. */
  synchronized void changed(Collection<String> addresses) {
    RegistrationListener listener = registrations;
    if (listener != null) {
      addresses.stream()
          .filter(listener::wantsUpdatesFor)
          .map(address -> new RegistrationUpdateEvent(address, roster.consumers(address)))
          .forEach(listener::registrationsUpdated);
    }
  }

  synchronized void tell(List<String> come, List<String> gone) {
    NodeListener listener = nodes;
    if (listener != null) {
      come.forEach(listener::nodeAdded);
      gone.forEach(listener::nodeLeft);
    }
  }
}
