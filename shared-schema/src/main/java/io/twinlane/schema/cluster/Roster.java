package io.twinlane.schema.cluster;

import io.twinlane.schema.cluster.Notice.Bus;
import io.twinlane.schema.cluster.Notice.Card;
import io.twinlane.schema.cluster.Notice.Registration;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is a member, where its event bus is, and at which addresses it has consumers: each member
 * alone says so of itself. Used by many threads.
 */
final class Roster {

  private final Map<String, Entry> members = new LinkedHashMap<>();

  /** Takes a member's card in place of what was known, and answers the addresses it concerns. */
  synchronized Set<String> put(String member, Card card) {
    Entry entry = new Entry(card.bus());
    card.registrations()
        .forEach(registration -> entry.add(registration.address(), info(member, registration)));
    Entry former = members.put(member, entry);
    Set<String> concerned = new TreeSet<>(entry.consumers.keySet());
    if (former != null) {
      concerned.addAll(former.consumers.keySet());
    }
    return concerned;
  }

  /** A consumer more; nothing if the member has not shown its card, which will have it. */
  synchronized void add(String member, String address, RegistrationInfo consumer) {
    Entry entry = members.get(member);
    if (entry != null) {
      entry.add(address, consumer);
    }
  }

  synchronized void remove(String member, String address, RegistrationInfo consumer) {
    Entry entry = members.get(member);
    if (entry != null) {
      entry.remove(address, consumer);
    }
  }

  /**
   * Forgets all members but these, and answers the addresses at which there are fewer consumers.
   */
  synchronized Set<String> retain(Collection<String> present) {
    Set<String> concerned = new TreeSet<>();
    members
        .entrySet()
        .removeIf(member -> {
          boolean gone = !present.contains(member.getKey());
          if (gone) {
            concerned.addAll(member.getValue().consumers.keySet());
          }
          return gone;
        });
    return concerned;
  }

  synchronized boolean knows(Collection<String> present) {
    return members.keySet().containsAll(present);
  }

  synchronized List<RegistrationInfo> consumers(String address) {
    List<RegistrationInfo> consumers = new ArrayList<>();
    members
        .values()
        .forEach(entry -> consumers.addAll(entry.consumers.getOrDefault(address, Set.of())));
    return consumers;
  }

  synchronized Optional<NodeInfo> bus(String member) {
    return Optional.ofNullable(members.get(member))
        .flatMap(entry -> entry.bus)
        .map(bus -> new NodeInfo(bus.host(), bus.port(), null));
  }

  /** What this member says of itself; consumers that are for itself alone are its own affair. */
  synchronized Card card(String member, long id) {
    Entry entry = members.get(member);
    if (entry == null) {
      return new Card(id, Optional.empty(), List.of());
    }
    List<Registration> registrations = new ArrayList<>();
    entry.consumers.forEach((address, consumers) ->
        consumers.stream()
            .filter(consumer -> !consumer.localOnly())
            .forEach(consumer -> registrations.add(new Registration(address, consumer.seq()))));
    return new Card(id, entry.bus, registrations);
  }

  synchronized void listens(String member, Bus bus) {
    members.computeIfAbsent(member, _ -> new Entry(Optional.empty())).bus = Optional.of(bus);
  }

  static RegistrationInfo info(String member, Registration registration) {
    return new RegistrationInfo(member, registration.number(), false);
  }

  private static final class Entry {

    private final Map<String, Set<RegistrationInfo>> consumers = new HashMap<>();
    private Optional<Bus> bus;

    Entry(Optional<Bus> bus) {
      this.bus = bus;
    }

    void add(String address, RegistrationInfo consumer) {
      consumers.computeIfAbsent(address, _ -> new HashSet<>()).add(consumer);
    }

    void remove(String address, RegistrationInfo consumer) {
      consumers.computeIfPresent(
          address,
          (_, present) -> {
            present.remove(consumer);
            return present.isEmpty() ? null : present;
          });
    }
  }
}
