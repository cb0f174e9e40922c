package io.twinlane.gateway;

import io.twinlane.schema.service.ServiceProcess;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs api-gateway as a process of its own. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    ServiceProcess.run(
        "api-gateway",
        env -> {
          GatewaySettings settings = GatewaySettings.inCluster(env);
          return monitoring -> List.of(new GatewayVerticle(settings, monitoring, Main::tell));
        });
  }

  /** The one secret that a log is given, since nobody sees anything else: docs/studio.md. */
  private static void tell(String studioLink) {
    LOG.info("the Studio lets one person in, once, within 15 minutes: {}", studioLink);
  }
}
