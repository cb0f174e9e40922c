package io.twinlane.schema.service;

import io.twinlane.schema.cluster.Cluster;
import io.twinlane.schema.cluster.ClusterSettings;
import io.twinlane.schema.cluster.JoinException;
import io.twinlane.schema.log.LogSettings;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.metrics.Metrics;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import io.twinlane.schema.trace.TraceSettings;
import io.twinlane.schema.trace.Tracing;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service as a process of its own: reads its settings, deploys its verticles beside a management
 * server, and ends in order on SIGTERM and SIGINT.
 *
 * <p>Exit status 0 after a signal, 1 after a second one or a bug, 2 if the settings or the machine
 * do not let it start.
 */
public final class ServiceProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final Duration CLOSING_MAX = Duration.ofSeconds(10);

  private ServiceProcess() {}

  /** The verticles of a service, made once the settings are known to be right. */
  public interface Parts extends Function<Monitoring, List<Deployable>> {}

  /** Runs a service until a signal ends the process. */
  public static void run(String name, Function<Environment, Parts> service) {
    try {
      Environment env =
          Environment.ofProcess(Path.of(System.getenv().getOrDefault("TWINLANE_HOME", "")));
      Optional<TraceSettings> traces = TraceSettings.from(env, name, Version.NUMBER);
      Optional<ClusterSettings> cluster = cluster(env);
      DrainTerms terms = DrainTerms.from(env);
      TransportChoice choice = TransportChoice.from(env);
      Listen management = Listen.management(env);
      Metrics.Settings metrics = Metrics.Settings.from(env);
      LogSettings logs = LogSettings.from(env);
      Parts parts = service.apply(env);
      Logging.begin(logs, name);
      Vertx vertx =
          await(
              Cluster.join(cluster.orElseThrow(), choice.transport(), traces.orElse(null))
                  .recover(ServiceProcess::refused));
      Monitoring monitoring = Monitoring.of(vertx, metrics, name);
      Leaving leaving = new Leaving(vertx, monitoring.health(), terms);
      Signals.endBy(() -> end(name, leaving), () -> {});
      List<Deployable> verticles = parts.apply(monitoring);
      ManagementVerticle probes = new ManagementVerticle(management, monitoring, verticles);
      await(deploy(leaving, probes, verticles));
      LOG.info("{} is running", name);
    } catch (SettingsException | StartException e) {
      refuse(name, String.valueOf(e.getMessage()));
    }
  }

  /** Empty if there are mistakes in them, which are told with those of the service. */
  private static Optional<ClusterSettings> cluster(Environment env) {
    try {
      return Optional.of(ClusterSettings.from(env));
    } catch (SettingsException e) {
      return Optional.empty();
    }
  }

  private static <T> Future<T> refused(Throwable cause) {
    return Future.failedFuture(
        cause instanceof JoinException
            ? new StartException(String.valueOf(cause.getMessage()))
            : cause);
  }

  /**
   * A Vert.x with the suite's messages, on one event loop: a request never changes threads.
   *
   * @throws StartException if the transport cannot be had
   */
  public static Vertx vertx(TransportChoice choice) {
    return vertx(choice, null);
  }

  /**
   * The same with traces.
   *
   * @param traces where they go; null for none
   */
  public static Vertx vertx(TransportChoice choice, @Nullable TraceSettings traces) {
    VertxBuilder builder =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .withTransport(choice.transport());
    Vertx vertx = Tracing.of(builder, traces).build();
    Messages.register(vertx.eventBus());
    return vertx;
  }

  /**
   * Deploys the management server and then the verticles, all at once. When the process ends, the
   * last one in the list is drained first.
   */
  public static Future<?> deploy(
      Leaving leaving, ManagementVerticle management, List<Deployable> verticles) {
    Vertx vertx = leaving.vertx();
    for (Deployable verticle : verticles) {
      if (verticle instanceof Drains part) {
        leaving.add(part);
      }
    }
    return vertx
        .deployVerticle(management)
        .compose(_ -> Future.all(verticles.stream().map(vertx::deployVerticle).toList()))
        .onSuccess(_ -> leaving.health().started());
  }

  /** Waits for a future outside of Vert.x; a {@link StartException} in it is thrown as it is. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StartException start ? start : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Says why nothing was started, and ends the process with status 2. */
  public static void refuse(String name, String message) {
    Logging.flush();
    message.lines().forEach(line -> System.err.println(name + ": " + line));
    System.exit(2);
  }

  private static void end(String name, Leaving leaving) {
    LOG.info("{} is leaving", name);
    leaving.end();
    LOG.info("{} has ended", name);
    Logging.flush();
  }

  /** Closes Vert.x, for at most ten seconds. */
  public static void close(Vertx vertx) {
    close(vertx, CLOSING_MAX);
  }

  static void close(Vertx vertx, Duration max) {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not everything closed in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
