package io.twinlane.gateway.bus;

import io.twinlane.gateway.bus.Question.Attempt;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LaneState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the services that run a lane, as this gateway knows it. Safe from any thread. */
final class Service {

  private static final List<Address> ADDRESSES =
      List.of(Address.QUERY, Address.ROWS, Address.CATALOG, Address.WRITE, Address.STATE);

  private final long seed;
  private final Map<Address, String> addresses = new EnumMap<>(Address.class);
  private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicInteger missed = new AtomicInteger();
  private volatile LaneState state;
  private volatile long heardAtNanos;
  private volatile boolean refusing;
  private volatile boolean answering = true;

  Service(LaneState state, long nowNanos) {
    this.seed = Rendezvous.seed(state.instance());
    ADDRESSES.forEach(address -> addresses.put(address, address.of(state.instance())));
    this.state = state;
    this.heardAtNanos = nowNanos;
  }

  /** What makes it another one than the others of its lane, in 64 bits. */
  long seed() {
    return seed;
  }

  LaneState state() {
    return state;
  }

  String address(Address address) {
    return String.valueOf(addresses.get(address));
  }

  /** How many answers of it this gateway waits for. */
  int load() {
    return underWay.size();
  }

  void hear(LaneState other, long nowNanos) {
    state = other;
    heardAtNanos = nowNanos;
    refusing = false;
    missed.set(0);
  }

  /** Nothing new goes to it until it is heard of again. */
  void refuse() {
    refusing = true;
  }

  /** Whether it may be asked for something. */
  boolean usable(long nowNanos, long silenceMaxNanos) {
    return !refusing && !state.leaving() && !silent(nowNanos, silenceMaxNanos);
  }

  boolean silent(long nowNanos, long silenceMaxNanos) {
    return nowNanos - heardAtNanos >= silenceMaxNanos;
  }

  void begin(Attempt one) {
    underWay.add(one);
  }

  /** True for whoever comes first, so that each is answered, or lost, once. */
  boolean end(Attempt one) {
    return underWay.remove(one);
  }

  /** It has answered something. */
  void answered() {
    answering = true;
    missed.set(0);
  }

  /** Whether it has work, and has answered nothing since this was asked last. */
  boolean suspect() {
    boolean suspect = !answering && !underWay.isEmpty();
    answering = false;
    return suspect;
  }

  /** It did not answer when it was asked for a sign of life; how often in a row. */
  int missed() {
    return missed.incrementAndGet();
  }

  /** Gives up what is under way: all of it, or what has another way. */
  void lose(boolean certain) {
    for (Attempt one : underWay) {
      if ((certain || one.movable()) && end(one)) {
        one.lost();
      }
    }
  }
}
