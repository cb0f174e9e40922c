package io.twinlane.write;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.lease.Leases;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LeaseRequest;
import io.twinlane.schema.message.LeaseRequest.Kind;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.service.Health;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/**
 * What a write-service is among others: it grants leases, and holds some, so that it hears of
 * changes of the schema that others make. Lives on the event loop of its lane.
 */
final class ClusterPart {

  private static final Duration REGISTER_PATIENCE = Duration.ofSeconds(1);
  private static final Duration USED_FOR = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final String instance;
  private final Leases leases;
  private final Registration registration;
  private final LeaseHolders holders;

  ClusterPart(Vertx vertx, String instance, LeaseSettings settings, DatabaseWatch watch) {
    this.vertx = vertx;
    this.instance = instance;
    this.leases = new Leases(vertx, instance, Kind.WRITE_SETS, settings, USED_FOR);
    this.registration =
        new Registration(
            vertx,
            new Register(watch, REGISTER_PATIENCE),
            settings,
            instance,
            () -> leases.silentFor(settings.renewal()));
    this.holders = new LeaseHolders(vertx, settings, registration);
  }

  Right right() {
    return leases;
  }

  Recipients recipients() {
    return holders;
  }

  /** Enters the register, and grants leases from then on. */
  Future<?> begin(Health health, Runnable forget) {
    health.readyWhile("write-register", Address.WRITE, registration::finding);
    leases.begin(forget);
    registration.begin();
    EventBus bus = vertx.eventBus();
    return Future.all(
        bus.consumer(Address.LEASE.value(), this::asked).completion(),
        bus.consumer(Address.LEASE.of(instance), this::asked).completion(),
        bus.<TablesChanged>consumer(
                Address.BUMP.of(instance),
                message -> {
                  forget.run();
                  message.reply(new Noted());
                })
            .completion());
  }

  /** Shows the leases that it grants and those that it holds, and whether it is in the register. */
  void show(MeterRegistry meters) {
    holders.show(meters);
    leases.show(meters);
    Gauge.builder("twinlane.write.register.entered", registration, Registration::standing)
        .description("Whether this service may acknowledge writes")
        .register(meters);
  }

  /** Acknowledges nothing any more. */
  Future<?> leave() {
    return Future.join(leases.end(), registration.leave()).otherwiseEmpty();
  }

  private void asked(Message<LeaseRequest> message) {
    holders.answer(message.body()).onSuccess(message::reply);
  }
}
