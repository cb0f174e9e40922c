package io.twinlane.standalone.consistency;

import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.bus.NearCache;
import io.twinlane.gateway.bus.NearCacheSettings;
import io.twinlane.gateway.bus.Services;
import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.metrics.Metrics;
import io.twinlane.schema.service.Health;
import io.twinlane.schema.service.Listen;
import io.twinlane.schema.service.ManagementVerticle;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Services that hold and grant leases as in a cluster, on one event bus of which messages can be
 * lost.
 */
final class Cluster implements AutoCloseable {

  static final Duration LEASE = Duration.ofMillis(400);

  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry meters;
  private final TestDatabase database;
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Set<String> delayed = ConcurrentHashMap.newKeySet();
  private int gateways;
  private volatile boolean losing;
  private final Map<Address, Set<String>> instances = new ConcurrentHashMap<>();

  Cluster(TestDatabase database) {
    this(database, Metrics.nowhere());
  }

  /** One that counts there what it does. */
  Cluster(TestDatabase database, MeterRegistry meters) {
    this.meters = meters;
    this.database = database;
    Messages.register(vertx.eventBus());
    database.execute("create schema if not exists twinlane;" + register());
    vertx
        .eventBus()
        .addOutboundInterceptor(context -> {
          String address = context.message().address();
          if (lost.stream().noneMatch(address::endsWith) && !(losing && lostByChance(address))) {
            pass(context, losing && address.startsWith(Address.BUMP.value()));
          }
        });
    vertx
        .eventBus()
        .<LaneState>consumer(
            Address.STATE.value(),
            message ->
                instances
                    .computeIfAbsent(message.body().lane(), _ -> ConcurrentHashMap.newKeySet())
                    .add(message.body().instance()));
  }

  private static boolean lostByChance(String address) {
    int chance = ThreadLocalRandom.current().nextInt(100);
    return (address.startsWith(Address.BUMP.value()) && chance < 3)
        || (address.startsWith(Address.LEASE.value()) && chance < 20);
  }

  private void pass(DeliveryContext<?> context, boolean mayBeSlow) {
    if (delayed.stream().anyMatch(context.message().address()::endsWith)) {
      vertx.setTimer(LEASE.dividedBy(6).toMillis(), _ -> context.next());
    } else if (mayBeSlow && ThreadLocalRandom.current().nextInt(4) == 0) {
      vertx.setTimer(1 + ThreadLocalRandom.current().nextInt(20), _ -> context.next());
    } else {
      context.next();
    }
  }

  private static String register() {
    try (InputStream file =
        Cluster.class.getResourceAsStream("/db/system/20261126000000_writers.sql")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Vertx vertx() {
    return vertx;
  }

  /** Starts a query-service; its deployment, by which it can be killed. */
  String startQuery() throws Exception {
    return await(
        vertx.deployVerticle(
            new QueryVerticle(QuerySettings.inCluster(environment()), monitoring())));
  }

  /** The same for a write-service. */
  String startWrite() throws Exception {
    return await(
        vertx.deployVerticle(
            new WriteVerticle(WriteSettings.inCluster(environment()), monitoring())));
  }

  private Monitoring monitoring() {
    return new Monitoring(new Health(vertx), meters);
  }

  /** What a gateway has that keeps copies. */
  Lanes startGateway() throws Exception {
    NearCache copies =
        new NearCache(
            vertx, "gateway" + ++gateways, NearCacheSettings.from(environment()).orElseThrow());
    Services services = new Services(vertx, Duration.ofSeconds(20));
    Lanes lanes = new Lanes(vertx.eventBus(), services, copies, meters);
    copies.show(meters);
    Promise<Void> begun = Promise.promise();
    vertx.runOnContext(_ ->
        Future.all(copies.begin(), services.listen(), lanes.listen())
            .<Void>mapEmpty()
            .onComplete(begun));
    await(begun.future());
    return lanes;
  }

  /** A management server, and its port. */
  int startManagement() throws Exception {
    ManagementVerticle management =
        new ManagementVerticle(new Listen("127.0.0.1", 0), monitoring());
    await(vertx.deployVerticle(management));
    return management.port();
  }

  /** Ends a service without a word to anybody. */
  void kill(String deployment) throws Exception {
    await(vertx.undeploy(deployment));
  }

  /** A work of one statement with one column. */
  static Work work(String sql, Transaction transaction) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement(sql, List.of(), List.of(new ResultColumn("v", Use.VALUE)))),
        transaction,
        Deadline.after(Duration.ofSeconds(20)));
  }

  private Environment environment() {
    return Environment.of(
        Map.of(
            "DATABASE_URL",
            database.url(),
            "CACHE_ENABLED",
            "true",
            "CLUSTER_LEASE_MS",
            Long.toString(LEASE.toMillis()),
            "HEALTH_DATABASE_INTERVAL_MS",
            "200"));
  }

  /** The names of the services of a lane that have told of themselves. */
  Set<String> instances(Address lane) {
    return instances.getOrDefault(lane, Set.of());
  }

  /** From now on messages to addresses that end so are lost. */
  void lose(String end) {
    lost.add(end);
  }

  /** From now on messages to addresses that end so take some time. */
  void delay(String end) {
    delayed.add(end);
  }

  /** From now on announcements and leases are lost and delayed by chance. */
  void loseSome() {
    losing = true;
  }

  /** Nothing is lost any more. */
  void loseNothing() {
    lost.clear();
  }

  /** One column of one row, as text, with what the cache had to do with it. */
  Done read(Address lane, String sql) throws Exception {
    return (Done) run(lane.value(), sql, Transaction.read());
  }

  /** The first value of what is read on the CACHED lane. */
  String cached(String sql) throws Exception {
    return text(read(Address.QUERY, sql));
  }

  /** What the cache had to do with an answer. */
  static CacheStatus status(Done done) {
    return Objects.requireNonNull(done.cache());
  }

  static String text(Done done) {
    return done.last().body().toString(StandardCharsets.UTF_8);
  }

  Done write(String sql) throws Exception {
    return (Done) run(Address.WRITE.value(), sql, Transaction.write());
  }

  Reply run(String address, String sql, Transaction transaction) throws Exception {
    return await(ask(address, sql, transaction));
  }

  Future<Reply> ask(String address, String sql, Transaction transaction) {
    return vertx
        .eventBus()
        .<Reply>request(
            address, work(sql, transaction), new DeliveryOptions().setSendTimeout(25_000))
        .map(message -> {
          if (message.body() instanceof Failure failure) {
            throw new IllegalStateException(failure.toString());
          }
          return message.body();
        });
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  /** Waits for something that must come about within some seconds. */
  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it has not come about");
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
