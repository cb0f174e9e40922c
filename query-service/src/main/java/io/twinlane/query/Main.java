package io.twinlane.query;

import io.twinlane.schema.service.ServiceProcess;
import java.util.List;

/** Runs query-service as a process of its own. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    ServiceProcess.run(
        "query-service",
        env -> {
          QuerySettings settings = QuerySettings.inCluster(env);
          return monitoring -> List.of(new QueryVerticle(settings, monitoring));
        });
  }
}
