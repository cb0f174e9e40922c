package io.twinlane.bench.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Faults, one after another and from the first again, for as long as something else goes on. */
final class Disturbance {

  private static final Duration FROZEN = Duration.ofSeconds(3);
  private static final Duration DOWN = Duration.ofSeconds(1);

  private final List<Fault> faults;
  private final Duration calm;
  private final List<String> problems = new ArrayList<>();
  private int happened;

  /**
   * Faults to come.
   *
   * @param calm the time between them
   */
  Disturbance(List<Fault> faults, Duration calm) {
    this.calm = calm;
    this.faults = List.copyOf(faults);
  }

  /**
   * Something that happens to a service, and is over when {@code action} returns; an {@link
   * IllegalStateException} says what went wrong with the service besides.
   */
  record Fault(String name, Action action) {}

  /** Waits for as long as the fault is to last. */
  interface Action {
    void run() throws InterruptedException;
  }

  static Fault freeze(ServiceInstance service) {
    return new Fault(
        "freeze " + service.name(),
        () -> {
          service.freeze();
          TimeUnit.NANOSECONDS.sleep(FROZEN.toNanos());
          service.thaw();
          service.awaitReady();
        });
  }

  static Fault kill(ServiceInstance service) {
    return new Fault(
        "kill " + service.name(),
        () -> {
          service.kill();
          TimeUnit.NANOSECONDS.sleep(DOWN.toNanos());
          service.start();
          service.awaitReady();
        });
  }

  /** As an orchestrator restarts a service. */
  static Fault restart(ServiceInstance service) {
    return new Fault(
        "restart " + service.name(),
        () -> {
          int status = service.stop();
          service.start();
          service.awaitReady();
          if (status != 0) {
            throw new IllegalStateException(service.name() + " ended with status " + status);
          }
        });
  }

  static Fault cutOff(ServiceInstance service) {
    return new Fault(
        "cut off " + service.name(),
        () -> {
          try (CutOff _ = CutOff.of(service)) {
            TimeUnit.NANOSECONDS.sleep(FROZEN.toNanos());
          }
          service.awaitReady();
        });
  }

  /** What the work gives, which goes on beside the faults; the last fault is always over then. */
  <T> T during(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      thread.execute(task);
      while (!endsWithin(task, calm)) {
        cause(faults.get(happened++ % faults.size()));
      }
      return task.get();
    }
  }

  private void cause(Fault fault) throws InterruptedException {
    try {
      fault.action().run();
    } catch (IllegalStateException e) {
      problems.add(fault.name() + ": " + e.getMessage());
    }
  }

  /** What did not end as it should have; the others went on. */
  List<String> problems() {
    return problems;
  }

  private static boolean endsWithin(Future<?> task, Duration duration) throws InterruptedException {
    try {
      task.get(duration.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // told by whoever gets the result
    }
  }

  int happened() {
    return happened;
  }

  @Override
  public String toString() {
    return happened + " of " + faults.stream().map(Fault::name).toList();
  }
}
