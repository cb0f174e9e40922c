package io.twinlane.bench.compare;

import io.twinlane.bench.measure.Unlike;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run and all that came of it.
 *
 * @param command as it was given
 * @param settings what bears on the figures, by what it is of
 * @param skipped who was not there, and why
 */
record Comparison(
    Machine machine,
    String command,
    Pace pace,
    Map<String, String> settings,
    List<String> skipped,
    List<Result> results,
    List<Footprint> footprints) {

  /**
   * What a server took to be there.
   *
   * @param readySeconds from its start to the first 200 of {@code /health/ready}
   * @param idleMebibytes resident then
   * @param afterMebibytes resident in the end
   */
  record Footprint(String name, double readySeconds, double idleMebibytes, double afterMebibytes) {}

  Comparison {
    skipped = List.copyOf(skipped);
    results = List.copyOf(results);
    footprints = List.copyOf(footprints);
  }

  /** Those of a work, in order. */
  List<Result> of(Work work) {
    return results.stream().filter(result -> result.entry().work() == work).toList();
  }

  /** That of a contender at a work. */
  Optional<Result> find(Work work, String name) {
    return of(work).stream().filter(result -> result.entry().name().equals(name)).findFirst();
  }

  /** Of all together. */
  Unlike unlike() {
    return results.stream().map(Result::unlike).reduce(Unlike.NONE, Unlike::plus);
  }
}
