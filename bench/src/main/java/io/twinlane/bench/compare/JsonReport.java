package io.twinlane.bench.compare;

import io.twinlane.bench.compare.Comparison.Footprint;
import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Spread;
import io.twinlane.bench.measure.Unlike;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as JSON, for whoever compares runs. Times are in what their names say; what there is
 * no figure of is null.
 */
record JsonReport(Comparison run) {

  /** Goes up when a field changes its meaning. */
  private static final int FORMAT = 1;

  @Override
  public String toString() {
    JsonObject all =
        new JsonObject()
            .put("format", FORMAT)
            .put("command", run.command())
            .put("machine", machine(run.machine()))
            .put("pace", pace(run.pace()))
            .put("settings", settings())
            .put("skipped", new JsonArray(run.skipped()))
            .put("results", array(run.results(), this::result))
            .put("targets", array(Target.of(run), JsonReport::target))
            .put("processes", array(run.footprints(), JsonReport::footprint));
    return all.encodePrettily() + "\n";
  }

  private static JsonObject machine(Machine machine) {
    return new JsonObject()
        .put("at", machine.at())
        .put("commit", machine.commit())
        .put("cores", machine.cores())
        .put("processor", machine.processor())
        .put("memoryMebibytes", machine.memoryMebibytes())
        .put("load", figure(machine.load()))
        .put("kernel", machine.kernel())
        .put("jdk", machine.jdk());
  }

  private static JsonObject pace(Pace pace) {
    return new JsonObject()
        .put("rounds", pace.rounds())
        .put("warmUpMillis", pace.warmUp().toMillis())
        .put("turnMillis", pace.turn().toMillis())
        .put("latencyMillis", pace.latency().toMillis())
        .put("latencyShare", Pace.LATENCY_SHARE)
        .put("latencyPerSecondMax", Pace.LATENCY_PER_SECOND_MAX);
  }

  private JsonObject settings() {
    JsonObject all = new JsonObject();
    run.settings().forEach(all::put);
    return all;
  }

  private JsonObject result(Result result) {
    Result first = run.of(result.entry().work()).getFirst();
    return new JsonObject()
        .put("work", result.entry().work().name())
        .put("label", result.entry().work().label())
        .put("contender", result.entry().name())
        .put("perSecond", spread(result.spread(Measurement::perSecond)))
        .put("ratio", spread(result.ratio(first, Measurement::perSecond)))
        .put("ratioTo", first.entry().name())
        .put("serverMicros", spread(result.spread(Measurement::serverMicros)))
        .put("postgresMicros", spread(result.spread(Measurement::postgresMicros)))
        .put("rounds", array(result.rounds(), JsonReport::round))
        .put("latency", latency(result.latency()))
        .put("unlike", unlike(result.unlike()));
  }

  private static JsonObject round(Measurement round) {
    return new JsonObject()
        .put("perSecond", figure(round.perSecond()))
        .put("serverMicros", figure(round.serverMicros()))
        .put("postgresMicros", figure(round.postgresMicros()));
  }

  private static JsonObject latency(Latency latency) {
    Latency.Percentiles times = latency.percentiles();
    return new JsonObject()
        .put("duePerSecond", figure(latency.perSecond()))
        .put("requests", latency.requests())
        .put("p50Micros", figure(times.p50()))
        .put("p90Micros", figure(times.p90()))
        .put("p99Micros", figure(times.p99()))
        .put("p999Micros", figure(times.p999()))
        .put("maxMicros", figure(times.max()));
  }

  private static JsonObject unlike(Unlike unlike) {
    return new JsonObject()
        .put("refused", unlike.refused())
        .put("failed", unlike.failed())
        .put("otherwise", unlike.otherwise())
        .put("first", unlike.first());
  }

  private static JsonObject spread(Spread spread) {
    return new JsonObject()
        .put("median", figure(spread.median()))
        .put("min", figure(spread.min()))
        .put("max", figure(spread.max()));
  }

  private static JsonObject target(Target target) {
    return new JsonObject()
        .put("path", target.path())
        .put("target", target.aim())
        .put("reached", target.reached().map(JsonReport::figure).orElse(null))
        .put("met", target.reached().isPresent() ? target.met() : null);
  }

  private static JsonObject footprint(Footprint one) {
    return new JsonObject()
        .put("process", one.name())
        .put("readySeconds", figure(one.readySeconds()))
        .put("idleMebibytes", figure(one.idleMebibytes()))
        .put("afterMebibytes", figure(one.afterMebibytes()));
  }

  /** To three places; JSON has no word for what is no number. */
  private static @Nullable Double figure(double value) {
    return Double.isFinite(value) ? Math.round(value * 1_000) / 1_000.0 : null;
  }

  private static <T> JsonArray array(List<T> all, Function<T, JsonObject> one) {
    JsonArray array = new JsonArray();
    all.forEach(each -> array.add(one.apply(each)));
    return array;
  }
}
