package io.twinlane.bench;

import io.twinlane.bench.cluster.ProcessCluster;
import io.twinlane.bench.cluster.ServiceInstance;
import io.twinlane.bench.measure.CpuTime;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * The running processes of one {@link Way}.
 *
 * @param starts how long each process took until it was ready, in the order of the cluster
 */
record Installation(Way way, ProcessCluster cluster, List<Start> starts) implements AutoCloseable {

  private static final int TRIES_MAX = 1_200;
  private static final int BETWEEN_TRIES_MILLIS = 50;

  /** One process, and the time from its start to the first 200 of {@code /health/ready}. */
  record Start(ServiceInstance service, Duration took) {}

  /** Starts all processes at once, and returns once each is ready. */
  static Installation start(Way way, Path folder, String databaseUrl) {
    ProcessCluster cluster = way.prepare(folder, databaseUrl);
    try {
      return new Installation(way, cluster, started(cluster.all()));
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static List<Start> started(List<ServiceInstance> services) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Start>> all =
          services.stream().map(service -> threads.submit(() -> started(service))).toList();
      List<Start> starts = new ArrayList<>();
      for (Future<Start> one : all) {
        starts.add(one.get());
      }
      return starts;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Start started(ServiceInstance service) {
    long begin = System.nanoTime();
    service.start();
    service.awaitReady();
    return new Start(service, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Where clients come in. */
  int port() {
    return cluster.gateways().getFirst().port("HTTP_PORT");
  }

  /** Of all of its processes, since they began. */
  Duration cpuTime() {
    return starts.stream()
        .map(start -> CpuTime.ofTree(start.service().process().toHandle()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Reads every row anew, once answers are kept at all: that takes leases in a cluster. */
  void fill(Vertx vertx) {
    AtomicReference<String> last = new AtomicReference<>("");
    Predicate<String> hit = answer -> way.hit(last.updateAndGet(_ -> answer));
    Series one = new Series(vertx, port(), 1, 1);
    for (int tries = 0; one.run(Chore.HIT::request, hit).asAsked() == 0; tries++) {
      if (tries == TRIES_MAX) {
        throw new IllegalStateException(way.label() + ": nothing is kept\n" + last);
      }
      pause();
      if (tries % 100 == 99) {
        System.out.println(way.label() + ": nothing is kept yet");
      }
    }
    new Series(vertx, port(), ProcessCosts.CONNECTIONS, Chore.ROWS)
        .run(Chore.MISS::request, _ -> true);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
