package io.twinlane.bench.check;

import io.twinlane.schema.service.StartException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, however many are answered: four reads to one write, most on connections
 * that are kept, one of ten on a connection of its own. Nothing is sent twice.
 *
 * <p>Makes the table {@code twinlane_rolling}, and drops it at the end. Blocks its caller.
 */
public final class Rolling {

  private static final int KEYS = 200;
  private static final int WRITES_PERCENT = 20;

  /** One after another, before the clock runs: services that have just begun are slow. */
  private static final int WARM_UP = 200;

  private static final int FRESH_PERCENT = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long TRY_AGAIN_NANOS = 200_000_000;

  private final Settings settings;
  private final Endpoints endpoints;
  private final Http kept;
  private final Http fresh;
  private final RollingReport report;

  private Rolling(Vertx vertx, Settings settings, Endpoints endpoints) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.kept = new Http(vertx, settings.timeout(), true);
    this.fresh = new Http(vertx, settings.timeout(), false);
    this.report = new RollingReport(settings);
  }

  /**
   * What to send, and where.
   *
   * @param rate requests a second
   */
  public record Settings(
      Gateways gateways, Access access, int rate, int requests, Duration timeout) {}

  /**
   * Runs to the end.
   *
   * @throws StartException if no gateway becomes ready, or the table cannot be made
   */
  public static RollingReport run(Settings settings) {
    Vertx vertx = Vertx.vertx();
    try (Endpoints endpoints = Endpoints.watch(vertx, settings.gateways())) {
      return new Rolling(vertx, settings, endpoints).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      vertx.close();
    }
  }

  private RollingReport run() throws InterruptedException, ExecutionException {
    prepare();
    CountDownLatch open = new CountDownLatch(settings.requests());
    long begin = System.nanoTime();
    report.begins(begin);
    for (int i = 0; i < settings.requests(); i++) {
      long due = begin + i * 1_000_000_000L / settings.rate();
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      offer(due, open);
    }
    // every request ends by its time-out
    boolean _ = open.await(settings.timeout().toMillis() * 2, TimeUnit.MILLISECONDS);
    report.ends(open.getCount());
    tried(settings.access().sql(Access.DIRECT, "drop table if exists twinlane_rolling"));
    return report;
  }

  private void offer(long due, CountDownLatch open) {
    OptionalInt gateway = endpoints.next();
    if (gateway.isEmpty()) {
      report.failed(due, "no gateway is ready");
      open.countDown();
      return;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Http http = random.nextInt(100) < FRESH_PERCENT ? fresh : kept;
    int key = random.nextInt(KEYS);
    Request request = random.nextInt(100) < WRITES_PERCENT ? write(key) : read(key);
    String url = settings.gateways().all().get(gateway.getAsInt()).url();
    http.send(url, request)
        .onSuccess(answer -> {
          report.ended(due, request, url, answer);
          open.countDown();
        });
  }

  private Request read(int key) {
    return Request.get(
        "/rest/v1/twinlane_rolling?select=number&key=eq." + key, settings.access().restHeaders());
  }

  private Request write(int key) {
    Map<String, String> headers = new HashMap<>(settings.access().restHeaders());
    headers.put("Prefer", "return=minimal");
    JsonObject body = new JsonObject().put("number", ThreadLocalRandom.current().nextInt(1_000));
    String path = "/rest/v1/twinlane_rolling?key=eq." + key;
    return new Request(HttpMethod.PATCH, path, headers, body.encode());
  }

  /** Makes the table, and has all gateways answer requests for it. */
  private void prepare() throws InterruptedException, ExecutionException {
    tried(
        settings
            .access()
            .batch(
                List.of(
                    Access.query("drop table if exists twinlane_rolling"),
                    Access.query(
                        "create table twinlane_rolling (key int primary key, number int not null)"),
                    Access.query(
                        "insert into twinlane_rolling select k, 0 from generate_series(0, %d) k"
                            .formatted(KEYS - 1)),
                    Access.query("grant select, update on twinlane_rolling to public"))));
    for (int i = 0; i < WARM_UP; i++) {
      tried(i % 2 == 0 ? read(i % KEYS) : write(i % KEYS));
    }
  }

  /** At the next gateway in turn, until one answers as it should. */
  private void tried(Request request) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Answer answer = new Answer.NotSent("no gateway is ready");
    while (System.nanoTime() - end < 0) {
      OptionalInt gateway = endpoints.next();
      if (gateway.isPresent()) {
        answer = await(kept.send(settings.gateways().all().get(gateway.getAsInt()).url(), request));
        if (answer instanceof Answer.Came came && came.good()) {
          return;
        }
      }
      LockSupport.parkNanos(TRY_AGAIN_NANOS);
    }
    throw new StartException(
        "%s %s: %s".formatted(request.method(), request.path(), answer.label()));
  }

  private static Answer await(Future<Answer> answer)
      throws InterruptedException, ExecutionException {
    return answer.toCompletionStage().toCompletableFuture().get();
  }
}
