package io.twinlane.bench.check;

import io.twinlane.schema.service.StartException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that read and write versions of keys through gateways, and a judge of what they saw. The
 * whole history is kept in memory, some hundred bytes for each operation.
 *
 * <p>Makes tables {@code twinlane_check_0} and so on, and drops them at the end; so one run at a
 * time. Blocks its caller.
 */
public final class Consistency {

  /** Statements of unknown outcome end by PostgreSQL's time-out, and are announced then. */
  private static final Duration SETTLED = Duration.ofSeconds(40);

  private final Settings settings;

  private Consistency(Settings settings) {
    this.settings = settings;
  }

  /**
   * How to check.
   *
   * @param gateways their base URLs
   * @param clients each of which does one thing at a time
   * @param writesPercent of a hundred operations
   * @param operations after which the run ends
   * @param duration after which it ends in any case
   * @param timeout of one request: a write that takes longer is of unknown outcome
   * @param seed from which the clients' choices follow
   */
  public record Settings(
      List<String> gateways,
      Access access,
      int clients,
      int keys,
      int writesPercent,
      long operations,
      Duration duration,
      Duration timeout,
      long seed) {

    /** So many operations can be kept in mind. */
    static final long OPERATIONS_MAX = 20_000_000;

    public Settings {
      gateways = List.copyOf(gateways);
      if (gateways.isEmpty() || clients < 1 || keys < 1 || operations > OPERATIONS_MAX) {
        throw new IllegalArgumentException("gateways, clients, keys, or too many operations");
      }
    }

    /** Eight clients on 64 keys, 15 of 100 operations writes, for ten minutes at most. */
    public static Settings of(List<String> gateways, Access access, long operations) {
      return new Settings(
          gateways,
          access,
          8,
          64,
          15,
          operations,
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          System.nanoTime());
    }

    /** The same for so many operations. */
    public Settings of(long other) {
      return new Settings(
          gateways, access, clients, keys, writesPercent, other, duration, timeout, seed);
    }

    /** The same for so long at most. */
    public Settings lasting(Duration other) {
      return new Settings(
          gateways, access, clients, keys, writesPercent, operations, other, timeout, seed);
    }
  }

  /**
   * Runs to the end.
   *
   * @throws StartException if the tables cannot be made or reached
   */
  public static ConsistencyReport run(Settings settings) {
    Vertx vertx = Vertx.vertx();
    try {
      return new Consistency(settings).run(vertx);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      vertx.close();
    }
  }

  private ConsistencyReport run(Vertx vertx) throws InterruptedException, ExecutionException {
    Http http = new Http(vertx, settings.timeout(), true);
    Tables tables = new Tables(http, settings);
    tables.make();
    long begin = System.nanoTime();
    Course course =
        new Course(
            settings,
            http,
            new Keys(
                settings.keys(), settings.operations(), begin + settings.duration().toNanos()));
    List<Operation> operations = work(course);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Verdict verdict = Judge.judge(operations, begin);
    verdict.include(course.otherRows());
    verdict.include(tables.compare(settled(operations)));
    tables.drop();
    return new ConsistencyReport(settings, course, operations, verdict, took);
  }

  private List<Operation> work(Course course) throws InterruptedException, ExecutionException {
    List<Operation> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Operation>>> clients = new ArrayList<>();
      for (int i = 0; i < settings.clients(); i++) {
        clients.add(threads.submit(new Client(i, course)));
      }
      for (Future<List<Operation>> client : clients) {
        all.addAll(client.get());
      }
    }
    return all;
  }

  /** How long the end may take to become what it will be. */
  private static Duration settled(List<Operation> operations) {
    boolean unknown =
        operations.stream().anyMatch(o -> o.kind().writes() && o.outcome() == Outcome.UNKNOWN);
    return unknown ? SETTLED : Duration.ZERO;
  }
}
