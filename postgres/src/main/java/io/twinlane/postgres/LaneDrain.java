package io.twinlane.postgres;

import io.twinlane.schema.service.Drains;
import io.twinlane.schema.service.Intake;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * How a lane ends: it tells that it is leaving, then takes no more works and answers those under
 * way. What takes too long is cancelled in PostgreSQL.
 *
 * @param watch tells gateways
 * @param intake where works come in
 * @param cancelAll stops whatever has a connection for itself, and lets nothing more have one
 */
public record LaneDrain(DatabaseWatch watch, Intake intake, Runnable cancelAll) implements Drains {

  @Override
  public void leave() {
    watch.leave();
  }

  @Override
  public Future<?> drain(Duration patience) {
    return intake.close();
  }

  @Override
  public void cancel() {
    cancelAll.run();
  }
}
