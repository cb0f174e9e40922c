package io.twinlane.standalone;

import io.twinlane.gateway.GatewaySettings;
import io.twinlane.gateway.GatewayVerticle;
import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.log.LogSettings;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.metrics.Metrics;
import io.twinlane.schema.service.DrainTerms;
import io.twinlane.schema.service.Leaving;
import io.twinlane.schema.service.Listen;
import io.twinlane.schema.service.ManagementVerticle;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.service.ServiceProcess;
import io.twinlane.schema.service.TransportChoice;
import io.twinlane.schema.service.Version;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.trace.TraceSettings;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gateway and both lanes in this JVM, on one event loop, running until it is closed. */
public final class Suite implements AutoCloseable {

  private final Leaving leaving;
  private final GatewayVerticle gateway;
  private final ManagementVerticle management;

  private Suite(Leaving leaving, GatewayVerticle gateway, ManagementVerticle management) {
    this.leaving = leaving;
    this.gateway = gateway;
    this.management = management;
  }

  /**
   * The settings of every service, read before anything is started.
   *
   * @param traces where traces go; null for none
   */
  public record Settings(
      GatewaySettings gateway,
      QuerySettings query,
      WriteSettings write,
      Listen management,
      DrainTerms drain,
      TransportChoice transport,
      LogSettings logs,
      Metrics.Settings metrics,
      @Nullable TraceSettings traces) {

    public static Settings from(Environment env) {
      Optional<TraceSettings> traces = TraceSettings.from(env, "twinlane", Version.NUMBER);
      Listen management = Listen.management(env);
      DrainTerms drain = DrainTerms.from(env);
      LogSettings logs = LogSettings.from(env);
      Metrics.Settings metrics = Metrics.Settings.from(env);
      TransportChoice transport = TransportChoice.from(env);
      return new Settings(
          GatewaySettings.from(env),
          QuerySettings.from(env),
          WriteSettings.from(env),
          management,
          drain,
          transport,
          logs,
          metrics,
          traces.orElse(null));
    }
  }

  /**
   * Starts everything, and returns once the gateway listens.
   *
   * @throws io.twinlane.schema.service.StartException if a port or the transport cannot be had
   */
  public static Suite start(Settings settings) {
    return start(settings, _ -> {});
  }

  /**
   * The same for somebody who may look into the Studio.
   *
   * @param studioLinks is given each link that lets somebody in, on a thread that may block
   */
  static Suite start(Settings settings, Consumer<String> studioLinks) {
    Vertx vertx = ServiceProcess.vertx(settings.transport(), settings.traces());
    try {
      Monitoring monitoring = Monitoring.of(vertx, settings.metrics(), "twinlane");
      Leaving leaving = new Leaving(vertx, monitoring.health(), settings.drain());
      GatewayVerticle gateway = new GatewayVerticle(settings.gateway(), monitoring, studioLinks);
      ManagementVerticle management =
          new ManagementVerticle(settings.management(), monitoring, List.of(gateway));
      ServiceProcess.await(
          ServiceProcess.deploy(
              leaving,
              management,
              // drained from the last one to the first: who answers clients needs the lanes until
              // then, and a write is announced to those who read
              List.of(
                  new QueryVerticle(settings.query(), monitoring),
                  new WriteVerticle(settings.write(), monitoring),
                  gateway)));
      return new Suite(leaving, gateway, management);
    } catch (RuntimeException e) {
      ServiceProcess.close(vertx);
      throw e;
    }
  }

  /** The port that clients talk to. */
  public int httpPort() {
    return gateway.port();
  }

  /** The port of probes. */
  public int managementPort() {
    return management.port();
  }

  /** Answers what is under way, and then closes everything. */
  @Override
  public void close() {
    leaving.end();
    Logging.flush();
  }
}
