package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.rehearse.Measured.Place;
import io.twinlane.migrator.rehearse.Measured.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of one transaction as they run. How long each lock is held is known only when it
 * ends.
 */
final class Course {

  private final Snapshot known;
  private final int session;
  private final List<Step> steps = new ArrayList<>();

  /** Which step took a lock first. */
  private final Map<HeldLock, Integer> taken = new HashMap<>();

  private Snapshot latest;

  Course(Snapshot known, int session) {
    this.known = known;
    this.session = session;
    this.latest = known;
  }

  private record Step(Place place, Duration time, Effect effect, List<HeldLock> locks) {}

  /** Looks at what a statement did that has just ended. */
  void ran(Connection connection, Place place, Duration time) throws SQLException {
    Snapshot now = Snapshot.of(connection);
    List<HeldLock> locks = HeldLock.of(connection, session);
    locks.forEach(lock -> taken.putIfAbsent(lock, steps.size()));
    steps.add(new Step(place, time, now.since(latest, known), locks));
    latest = now;
  }

  /** Where the last statement stands. */
  int lastLine() {
    return steps.isEmpty() ? 1 : steps.getLast().place().line();
  }

  /** Every statement, when the transaction has ended. */
  List<Measured> ended(Duration commit) {
    List<Duration> held = new ArrayList<>(steps.stream().map(Step::time).toList());
    Duration rest = commit;
    for (int at = steps.size() - 1; at >= 0; at--) {
      rest = rest.plus(steps.get(at).time());
      held.set(at, rest);
    }
    List<Measured> statements = new ArrayList<>();
    for (int at = 0; at < steps.size(); at++) {
      Step step = steps.get(at);
      statements.add(
          new Measured(
              step.place(),
              new Times(step.time(), held.get(at), false),
              locks(step, held),
              step.effect(),
              Optional.empty()));
    }
    return statements;
  }

  private List<Lock> locks(Step step, List<Duration> held) {
    return step.locks().stream()
        .filter(lock -> lock.tells(known, step.locks()))
        .map(lock -> {
          int taker = taken.getOrDefault(lock, 0);
          return told(known, lock, steps.get(taker).place().line(), held.get(taker));
        })
        .sorted(strongestFirst())
        .toList();
  }

  /** Every statement, and after them one that failed. */
  List<Measured> failed(Place place, Duration time, String failure) {
    List<Measured> statements = ended(time);
    statements.add(failure(place, time, failure));
    return statements;
  }

  /** A statement that failed, of which nothing else is known. */
  static Measured failure(Place place, Duration time, String failure) {
    return new Measured(
        place, new Times(time, time, false), List.of(), Effect.NONE, Optional.of(failure));
  }

  /** The locks that were seen from outside while a statement ran by itself. */
  static List<Lock> seen(Snapshot known, Map<HeldLock, Duration> locks, int line) {
    return locks.entrySet().stream()
        .filter(entry -> entry.getKey().tells(known, locks.keySet()))
        .map(entry -> told(known, entry.getKey(), line, entry.getValue()))
        .sorted(strongestFirst())
        .toList();
  }

  private static Lock told(Snapshot known, HeldLock lock, int line, Duration held) {
    return new Lock(lock.mode(), known.nameOf(lock.relation()), line, held);
  }

  private static Comparator<Lock> strongestFirst() {
    return Comparator.comparing(Lock::mode).reversed().thenComparing(Lock::relation);
  }
}
