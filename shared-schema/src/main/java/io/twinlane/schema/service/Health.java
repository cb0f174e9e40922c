package io.twinlane.schema.service;

import io.twinlane.schema.message.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells orchestrators: whether it lives, has started, and is ready for requests.
 *
 * <p>Every answer is given from what is known already; a probe never causes work. Safe from any
 * thread.
 */
public final class Health {

  private static final String PREFIX = "/health";

  private final HealthChecks readiness;
  private final AtomicBoolean started = new AtomicBoolean();

  /** Checks that matter to who uses one lane only. */
  private final Map<String, Address> lanes = new ConcurrentHashMap<>();

  public Health(Vertx vertx) {
    readiness = HealthChecks.create(vertx);
    readiness.register("started", promise -> promise.complete(startedStatus()));
  }

  /** What a check found: whether it holds, and one word on what it saw. */
  public record Finding(boolean ok, String state) {}

  /** The process is ready only while this holds. The supplier must answer at once. */
  public void readyWhile(String name, Supplier<Finding> check) {
    readiness.register(name, promise -> promise.complete(status(name, check.get())));
  }

  /** The same for one of the lanes: whoever asks about the other one only is told nothing of it. */
  public void readyWhile(String name, Address lane, Supplier<Finding> check) {
    lanes.put(name, lane);
    readyWhile(name, check);
  }

  /** Everything is deployed. */
  public void started() {
    started.set(true);
  }

  boolean hasStarted() {
    return started.get();
  }

  /** The process is about to end, and is not ready from now on. */
  void leaving() {
    readiness.register("draining", promise -> promise.complete(Status.KO()));
  }

  /**
   * Adds {@code /health/live}, {@code /health/started} and {@code /health/ready}; the last one with
   * {@code ?lane=cached} or {@code ?lane=direct} for one lane.
   */
  public void mount(Router router) {
    router.get(PREFIX + "/live").handler(context -> answer(context, true, new JsonArray()));
    router
        .get(PREFIX + "/started")
        .handler(context -> answer(context, started.get(), new JsonArray()));
    router.get(PREFIX + "/ready").handler(this::ready);
  }

  private void ready(RoutingContext context) {
    String lane = context.request().getParam("lane");
    Address other = lane == null ? null : otherThan(lane);
    if (lane != null && other == null) {
      context.next(); // there is no such thing
      return;
    }
    readiness
        .checkStatus()
        .map(result -> concerning(result, other))
        .onSuccess(
            checks -> answer(context, checks.stream().allMatch(CheckResult::getUp), json(checks)))
        .onFailure(context::fail);
  }

  private static @Nullable Address otherThan(String lane) {
    return switch (lane) {
      case "cached" -> Address.WRITE;
      case "direct" -> Address.QUERY;
      default -> null;
    };
  }

  private List<CheckResult> concerning(CheckResult result, @Nullable Address other) {
    return result.getChecks().stream()
        .filter(check -> other == null || lanes.get(check.getId()) != other)
        .toList();
  }

  private static JsonArray json(List<CheckResult> found) {
    JsonArray checks = new JsonArray();
    for (CheckResult check : found) {
      JsonObject one = new JsonObject().put("id", check.getId()).put("status", word(check.getUp()));
      if (check.getData() != null) {
        one.mergeIn(check.getData());
      }
      checks.add(one);
    }
    return checks;
  }

  private static void answer(RoutingContext context, boolean up, JsonArray checks) {
    JsonObject body = new JsonObject().put("status", word(up));
    if (!checks.isEmpty()) {
      body.put("checks", checks);
    }
    context
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }

  private static Status status(String name, Finding finding) {
    String subject = name.substring(name.lastIndexOf('-') + 1);
    JsonObject data = new JsonObject().put(subject, finding.state());
    return finding.ok() ? Status.OK(data) : Status.KO(data);
  }

  private Status startedStatus() {
    return started.get() ? Status.OK() : Status.KO();
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
