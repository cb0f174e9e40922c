package io.twinlane.bench.check;

import java.time.Duration;
import java.util.List;

/** What came of a run, in numbers and in words. */
public final class ConsistencyReport {

  private final Consistency.Settings settings;
  private final Course course;
  private final List<Operation> operations;
  private final Verdict verdict;
  private final Duration took;

  ConsistencyReport(
      Consistency.Settings settings,
      Course course,
      List<Operation> operations,
      Verdict verdict,
      Duration took) {
    this.settings = settings;
    this.course = course;
    this.operations = operations;
    this.verdict = verdict;
    this.took = took;
  }

  /** How many violations were found. */
  public int violations() {
    return verdict.total();
  }

  /** How many reads were answered from a cache. */
  public long hits() {
    return course.cache.of("hit");
  }

  /** How many operations were done. */
  public long done() {
    return operations.stream().filter(o -> o.outcome() == Outcome.DONE).count();
  }

  Verdict verdict() {
    return verdict;
  }

  private long count(boolean writes, Outcome outcome) {
    return operations.stream()
        .filter(o -> o.kind().writes() == writes && o.outcome() == outcome)
        .count();
  }

  @Override
  public String toString() {
    return """
    consistency: %,d operations in %,d s by %d clients on %d keys through %d gateways, seed %d
    reads: %,d answered, %,d not
    writes: %,d acknowledged, %,d not executed, %,d of unknown outcome
    cache: %s
    failures: %s
    violations: %s\
    """
        .formatted(
            operations.size(),
            took.toSeconds(),
            settings.clients(),
            settings.keys(),
            settings.gateways().size(),
            settings.seed(),
            count(false, Outcome.DONE),
            count(false, Outcome.NOT_DONE) + count(false, Outcome.UNKNOWN),
            count(true, Outcome.DONE),
            count(true, Outcome.NOT_DONE),
            count(true, Outcome.UNKNOWN),
            course.cache,
            course.failures,
            verdict);
  }
}
