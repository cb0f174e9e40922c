package io.twinlane.write;

import io.twinlane.schema.service.ServiceProcess;
import java.util.List;

/** Runs write-service as a process of its own. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    ServiceProcess.run(
        "write-service",
        env -> {
          WriteSettings settings = WriteSettings.inCluster(env);
          return monitoring -> List.of(new WriteVerticle(settings, monitoring));
        });
  }
}
