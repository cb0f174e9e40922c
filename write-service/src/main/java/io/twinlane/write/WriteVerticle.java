package io.twinlane.write;

import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.postgres.Reaching;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Pool;

/** Listens at {@link Address#WRITE} and tells the state of its database. */
public final class WriteVerticle extends VerticleBase {

  private final WriteSettings settings;
  private final Health health;

  public WriteVerticle(WriteSettings settings, Health health) {
    this.settings = settings;
    this.health = health;
  }

  @Override
  public Future<?> start() {
    EventBus bus = vertx.eventBus();
    Pool pool = settings.connections().exclusive(vertx, settings.connectionsMax());
    WriteSets writeSets = new WriteSets(pool);
    DirectLane lane =
        new DirectLane(
            pool,
            settings.connections().statements(settings.resultBytesMax()),
            new Reaching(vertx),
            writeSets,
            new Announcer(bus));
    DatabaseWatch watch =
        DatabaseWatch.start(
            vertx,
            settings.connections(),
            settings.watch(),
            (LaneState state) -> bus.publish(Address.STATE.value(), state),
            writeSets::schemaSeen);
    watch.report(health, "write");
    return bus.<Work>consumer(
            Address.WRITE.value(),
            message -> {
              watch.used();
              lane.answer(message.body()).onSuccess(message::reply);
            })
        .completion();
  }
}
