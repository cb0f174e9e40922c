package io.twinlane.bench.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The violations that were found, with the first few of each kind in words. Not thread-safe. */
final class Verdict {

  /** What must not be. */
  enum Violation {
    STALE("stale after acknowledge"),
    BACK("went back in time"),
    PHANTOM("what nobody had written"),
    NOT_EXECUTED("what was said not to be executed"),
    TORN("torn"),
    OTHER_ROWS("acknowledged, and wrote other rows"),
    FINAL("not what the database holds in the end");

    private final String words;

    Violation(String words) {
      this.words = words;
    }
  }

  private static final int EXAMPLES_MAX = 3;

  private final Map<Violation, Integer> counts = new EnumMap<>(Violation.class);
  private final Map<Violation, List<String>> examples = new EnumMap<>(Violation.class);

  /** Counts a violation if it is one; the example is only put into words if there is room. */
  void note(boolean violated, Violation violation, Supplier<String> example) {
    if (!violated) {
      return;
    }
    counts.merge(violation, 1, Integer::sum);
    List<String> known = examples.computeIfAbsent(violation, _ -> new ArrayList<>());
    if (known.size() < EXAMPLES_MAX) {
      known.add(example.get());
    }
  }

  void include(Verdict other) {
    other.counts.forEach((violation, count) -> counts.merge(violation, count, Integer::sum));
    other.examples.forEach((violation, more) -> {
      List<String> known = examples.computeIfAbsent(violation, _ -> new ArrayList<>());
      more.stream().limit(EXAMPLES_MAX - known.size()).forEach(known::add);
    });
  }

  int count(Violation violation) {
    return counts.getOrDefault(violation, 0);
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** One line for each kind, with its examples below. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    examples.forEach((violation, known) -> {
      text.append("%n%s: %,d".formatted(violation.words, count(violation)));
      known.forEach(example -> text.append("%n  %s".formatted(example)));
    });
    return text.isEmpty() ? "none\n" : text.append("\n").toString();
  }
}
