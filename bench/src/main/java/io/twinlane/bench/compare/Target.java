package io.twinlane.bench.compare;

import io.twinlane.bench.compare.Comparison.Footprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What is aimed at, and what was reached: reported, and asserted nowhere.
 *
 * @param path what it is about
 * @param aim as text
 * @param reached the median; empty if it was not measured in this run
 * @param met whether that is what is aimed at
 */
record Target(String path, String aim, Optional<Double> reached, boolean met) {

  /** Every target, measured or not. */
  static List<Target> of(Comparison run) {
    List<Target> all = new ArrayList<>();
    all.add(least("cache hit", 0.85, Names.BARE, run, Work.HIT, Names.HIT));
    all.add(
        atMost(
            "cache hit, CPU",
            "≤ 1.20 of the CPU of " + Names.BARE,
            1.20,
            ratio(run, Work.HIT, Names.HIT, Names.BARE, Measurement::serverMicros)));
    all.add(least("miss, one row", 0.85, Names.PGBENCH, run, Work.ROW, Names.MISS));
    all.add(
        least("one row, cache off, gathered", 1.4, Names.PGBENCH, run, Work.ROW, Names.UNCACHED));
    all.add(least("20 rows", 0.9, Names.ROWS, run, Work.TWENTY, Names.UNCACHED));
    all.add(least("20 rows", 1.4, Names.JSON, run, Work.TWENTY, Names.UNCACHED));
    all.add(least("1,000 rows", 0.9, Names.ROWS, run, Work.THOUSAND, Names.UNCACHED));
    all.add(least("1,000 rows", 2.5, Names.JSON, run, Work.THOUSAND, Names.UNCACHED));
    all.add(least("insert", 0.80, Names.PGBENCH, run, Work.INSERT, Names.TWINLANE));
    all.add(least("insert, gathered", 1.5, Names.PGBENCH, run, Work.INSERT, Names.GATHERED));
    all.add(least("SQL over HTTP, a hit", 0.80, Names.ROWS, run, Work.SQL_ROW, Names.HIT));
    all.add(least("SQL over HTTP, cache off", 0.60, Names.ROWS, run, Work.SQL_ROW, Names.UNCACHED));
    all.add(least("304", 0.90, Names.BARE, run, Work.HIT, Names.NOT_MODIFIED));
    all.add(
        new Target(
            "hit through three processes, near cache: `./twinlane bench processes`",
            "≥ 0.80 of one process",
            Optional.empty(),
            false));
    all.add(
        atMost(
            "start to ready, one service",
            "≤ 0.6 s",
            0.6,
            footprint(run, Footprint::readySeconds)));
    all.add(
        atMost("idle, one service", "≤ 100 MiB", 100, footprint(run, Footprint::idleMebibytes)));
    return all;
  }

  private static Target least(
      String path, double limit, String base, Comparison run, Work work, String name) {
    Optional<Double> reached = ratio(run, work, name, base, Measurement::perSecond);
    return new Target(
        path,
        "≥ %.2f of %s".formatted(limit, base),
        reached,
        reached.filter(value -> value >= limit).isPresent());
  }

  private static Target atMost(String path, String aim, double limit, Optional<Double> reached) {
    return new Target(path, aim, reached, reached.filter(value -> value <= limit).isPresent());
  }

  private static Optional<Double> ratio(
      Comparison run, Work work, String name, String base, ToDoubleFunction<Measurement> figure) {
    return run.find(work, name)
        .flatMap(one -> run.find(work, base).map(other -> one.ratio(other, figure).median()))
        .filter(Double::isFinite);
  }

  private static Optional<Double> footprint(Comparison run, ToDoubleFunction<Footprint> figure) {
    return run.footprints().stream()
        .filter(one -> one.name().equals(OneService.NAME))
        .map(one -> figure.applyAsDouble(one))
        .filter(Double::isFinite)
        .findFirst();
  }
}
