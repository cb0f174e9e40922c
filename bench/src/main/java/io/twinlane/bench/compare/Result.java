package io.twinlane.bench.compare;

import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Spread;
import io.twinlane.bench.measure.Unlike;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of an entry.
 *
 * @param rounds its turns, in order
 * @param latency at a fixed rate
 */
record Result(Entry entry, List<Measurement> rounds, Latency latency) {

  Result {
    rounds = List.copyOf(rounds);
  }

  /** Of all rounds. */
  Spread spread(ToDoubleFunction<Measurement> figure) {
    return Spread.of(rounds.stream().map(round -> figure.applyAsDouble(round)).toList());
  }

  /** Of all rounds, how many times as much as the other had in the same round. */
  Spread ratio(Result other, ToDoubleFunction<Measurement> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < Math.min(rounds.size(), other.rounds.size()); round++) {
      ratios.add(
          figure.applyAsDouble(rounds.get(round)) / figure.applyAsDouble(other.rounds.get(round)));
    }
    return Spread.of(ratios);
  }

  /** Of rounds and fixed rate together. */
  Unlike unlike() {
    return rounds.stream().map(Measurement::unlike).reduce(latency.unlike(), Unlike::plus);
  }
}
