package io.twinlane.write;

import io.twinlane.postgres.Admission;
import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.LaneBook;
import io.twinlane.postgres.LaneDrain;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Retries;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Statements;
import io.twinlane.postgres.Timed;
import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Abandoned;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.FiguresRequest;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Drains;
import io.twinlane.schema.service.InTime;
import io.twinlane.schema.service.Instance;
import io.twinlane.schema.service.Intake;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.PoolSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens at {@link Address#WRITE} and tells the state of its database. */
public final class WriteVerticle extends VerticleBase implements Drains {

  private static final Logger LOG = LoggerFactory.getLogger(WriteVerticle.class);
  private static final Duration PURGE_EVERY = Duration.ofMinutes(1);
  private static final Duration POSITION_PATIENCE = Duration.ofSeconds(5);

  /** A question for each write would cost PostgreSQL a tenth of a small insert. */
  private static final Duration POSITION_PAUSE = Duration.ofMillis(2);

  private final WriteSettings settings;
  private final Monitoring monitoring;
  private final String instance = UUID.randomUUID().toString();
  private @Nullable ClusterPart others;
  private Drains running = _ -> Future.succeededFuture();

  public WriteVerticle(WriteSettings settings, Monitoring monitoring) {
    this.settings = settings;
    this.monitoring = monitoring;
  }

  @Override
  public Future<?> start() {
    EventBus bus = vertx.eventBus();
    Pool pool = settings.connections().exclusive(vertx, settings.connectionsMax());
    Statements statements = settings.statements();
    LaneBook book = new LaneBook(monitoring.meters(), "direct");
    book.connections(settings.connections());
    Sessions.Observers observers =
        new Sessions.Observers(book, new SlowLog(vertx, "direct", settings.slowFrom()));
    Sessions sessions = new Sessions(vertx, settings.connections(), settings.sessions(), observers);
    DatabaseWatch watch =
        new DatabaseWatch(vertx, instance, settings.connections(), settings.watch());
    LeaseSettings leases = settings.leases();
    ClusterPart part = leases == null ? null : new ClusterPart(vertx, instance, leases, watch);
    others = part;
    WriteSets writeSets =
        new WriteSets(
            pool,
            sessions,
            statements.everyTransaction(),
            part == null ? Right.ALWAYS : part.right());
    Reaching reaching = new Reaching(vertx, book);
    watch.begin(
        (LaneState state) -> {
          if (state.database() == LaneState.Database.CONNECTED) {
            reaching.reached();
          }
          bus.publish(Address.STATE.value(), state);
        },
        writeSets::schemaSeen);
    Recipients recipients = part == null ? new OneRecipient(bus) : part.recipients();
    DirectLane lane =
        lane(pool, sessions, statements, writeSets, watch, reaching, recipients, observers);
    watch.report(monitoring.health(), "write");
    watch.show(monitoring.meters());
    writeSets.show(monitoring.meters());
    lane.show(monitoring.meters());
    if (part != null) {
      part.show(monitoring.meters());
    }
    vertx.setPeriodic(PURGE_EVERY.toMillis(), _ -> purge(pool, watch));
    bus.<Abandoned>consumer(
        Address.ABANDONED.value(), message -> lane.abandon(message.body().ticket()));
    PrimaryDesk desk =
        new PrimaryDesk(
            pool,
            sessions,
            settings.connections().source().url().user(),
            statements.everyTransaction(),
            watch::ask);
    Intake intake = new Intake(vertx);
    running = new LaneDrain(watch, intake, lane::cancelAll);
    Future<?> joined =
        part == null
            ? Future.succeededFuture()
            : part.begin(monitoring.health(), writeSets::forget);
    Instance own = new Instance(bus, instance);
    return Future.all(
            joined,
            desk.open(bus),
            own.answerHails(),
            own.<FiguresRequest>listenAlone(
                Address.FIGURES, message -> message.reply(new FiguresReply(book.pools(), null))))
        .compose(_ ->
            intake.<Work>listen(
                Address.WRITE,
                instance,
                work -> {
                  if (watch.used()) {
                    // nobody looked while nobody asked, and the schema may be another one
                    writeSets.forget();
                  }
                  return Timed.answer(work, () -> sessions.admitted(work, () -> lane.answer(work)));
                }));
  }

  @Override
  public void leave() {
    running.leave();
  }

  /** A work is answered once its write has been announced, and until then it is under way. */
  @Override
  public Future<?> drain(Duration patience) {
    ClusterPart part = others;
    return part == null
        ? running.drain(patience)
        : running.drain(patience).compose(_ -> part.leave());
  }

  @Override
  public void cancel() {
    running.cancel();
  }

  private DirectLane lane(
      Pool pool,
      Sessions sessions,
      Statements statements,
      WriteSets writeSets,
      DatabaseWatch watch,
      Reaching reaching,
      Recipients recipients,
      Sessions.Observers observers) {
    LaneBook book = observers.book();
    PoolSettings limits = settings.connections().pool();
    Admission admission =
        new Admission(vertx, settings.connectionsMax(), limits, book.pool("exclusive"));
    Retries retries = new Retries(vertx, book);
    return new DirectLane(
        new DirectLane.Lines(
            new ExclusiveConnections(
                vertx, pool, watch.canceller(), admission, settings.resultBytesMax()),
            reaching,
            retries,
            new SessionWrites(sessions, writeSets, retries),
            new Announcer(
                vertx,
                recipients,
                Positions.gathered(vertx, POSITION_PAUSE, () -> position(watch)),
                limits.statementTimeout()),
            new WriteBook(monitoring.meters()),
            new GatheredInserts.Terms(vertx, settings.gatherInsertsMax(), limits.waitingMax())),
        statements,
        writeSets,
        new Idempotency(settings.idempotencyKeptFor()),
        new DirectLane.Logs(observers.slow(), new AuditLog(settings.audit())));
  }

  private static Future<@Nullable String> position(DatabaseWatch watch) {
    return InTime.of(watch.ask("select pg_current_wal_insert_lsn()::text"), POSITION_PATIENCE)
        .map(rows -> rows.iterator().next().getString(0));
  }

  /** An idle database is let be. */
  private static void purge(Pool pool, DatabaseWatch watch) {
    if (!watch.idle()) {
      Idempotency.purge(pool)
          .onFailure(cause -> LOG.debug("no keys were purged: {}", SqlState.words(cause)));
    }
  }
}
