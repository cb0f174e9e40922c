package io.twinlane.gateway;

import io.twinlane.schema.service.ServiceProcess;
import java.util.List;

/** Runs api-gateway as a process of its own. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    ServiceProcess.run(
        "api-gateway",
        env -> {
          GatewaySettings settings = GatewaySettings.inCluster(env);
          return monitoring -> List.of(new GatewayVerticle(settings, monitoring));
        });
  }
}
