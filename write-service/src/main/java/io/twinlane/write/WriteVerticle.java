package io.twinlane.write;

import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Statements;
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
    Statements statements = settings.connections().statements(settings.resultBytesMax());
    WriteSets writeSets = new WriteSets(pool, statements.everyTransaction());
    DirectLane lane =
        new DirectLane(
            pool,
            statements,
            new Reaching(vertx),
            writeSets,
            new Announcer(vertx, settings.connections().pool().statementTimeout()));
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
              if (watch.used()) {
                // nobody looked while nobody asked, and the schema may be another one
                writeSets.forget();
              }
              lane.answer(message.body()).onSuccess(message::reply);
            })
        .completion();
  }
}
