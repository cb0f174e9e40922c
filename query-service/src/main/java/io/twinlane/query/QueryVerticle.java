package io.twinlane.query;

import io.twinlane.postgres.Admission;
import io.twinlane.postgres.Connections;
import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.LaneBook;
import io.twinlane.postgres.LaneDrain;
import io.twinlane.postgres.LogPosition;
import io.twinlane.postgres.PoolBook;
import io.twinlane.postgres.QuickStatements;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Retries;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.Statements;
import io.twinlane.postgres.Timed;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.lease.Leases;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Abandoned;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.CatalogChanged;
import io.twinlane.schema.message.CatalogRequest;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.FiguresRequest;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.LeaseRequest.Kind;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.RowsRequest;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Drains;
import io.twinlane.schema.service.Instance;
import io.twinlane.schema.service.Intake;
import io.twinlane.schema.service.Monitoring;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Listens at {@link Address#QUERY} and {@link Address#CATALOG}, tells the state of its database,
 * and tells when the schema is another one.
 */
public final class QueryVerticle extends VerticleBase implements Drains {

  private static final Duration CATALOG_TIMEOUT = Duration.ofSeconds(9);

  private final QuerySettings settings;
  private final Monitoring monitoring;
  private final String instance = UUID.randomUUID().toString();
  private @Nullable Leases leases;
  private Drains running = _ -> Future.succeededFuture();

  public QueryVerticle(QuerySettings settings, Monitoring monitoring) {
    this.settings = settings;
    this.monitoring = monitoring;
  }

  @Override
  public Future<?> start() {
    EventBus bus = vertx.eventBus();
    Pool pool = settings.connections().exclusive(vertx, settings.exclusiveMax());
    LaneBook pages = new LaneBook(monitoring.meters(), "cached");
    pages.connections(settings.connections());
    Reaching reaching = new Reaching(vertx, pages);
    Statements statements = settings.statements();
    DatabaseWatch watch =
        new DatabaseWatch(vertx, instance, settings.connections(), settings.watch());
    Versions versions = new Versions();
    Primary primary = new Primary(vertx, settings.connections());
    Replay replay = replay(watch, primary, versions);
    CacheBook book = new CacheBook(monitoring.meters());
    SlowLog slow = new SlowLog(vertx, "cached", settings.slowFrom());
    Sessions.Observers observers = new Sessions.Observers(pages, slow);
    Sessions sessions = new Sessions(vertx, settings.connections(), settings.sessions(), observers);
    ReadSets readSets =
        new ReadSets(
            new ReadAsking(pool, sessions, replay, primary),
            statements.everyTransaction(),
            versions);
    Reads reads =
        reads(
            exclusive(pool, settings.exclusiveMax(), watch, pages.pool("exclusive")),
            new SessionReads(sessions, readSets),
            readSets,
            statements,
            reaching,
            observers);
    LeaseSettings leasing = settings.leases();
    Leases held =
        leasing == null
            ? null
            : new Leases(vertx, instance, Kind.ANSWERS, leasing, settings.cache().keptAtMost());
    leases = held;
    Right right = held == null ? Right.ALWAYS : held;
    ReplayGate gate =
        new ReplayGate(
            new ReplayGate.Ways(replay, reads::run, primary),
            versions,
            right,
            settings.replicaWait(),
            monitoring.health());
    RowStreams streams = streams(statements, watch, gate, pages.pool("streams"));
    CachedLane lane =
        new CachedLane(
            vertx, watch::used, settings.cache(), reads, gate, versions, readSets, book, right);
    CacheDesk desk = new CacheDesk(settings.cache(), lane, book, readSets);
    CatalogKeeper keeper = new CatalogKeeper(new CatalogReader(pool));
    watch.begin(
        (LaneState state) -> {
          if (state.database() == LaneState.Database.CONNECTED) {
            reaching.reached();
          }
          bus.publish(Address.STATE.value(), state);
        },
        mark -> schemaSeen(keeper, lane, mark));
    watch.report(monitoring.health(), "query");
    watch.show(monitoring.meters());
    if (held != null) {
      held.show(monitoring.meters());
    }
    settings
        .channel()
        .ifPresent(channel ->
            new SchemaNotices(
                    vertx,
                    settings.connections(),
                    channel,
                    watch::idle,
                    () -> {
                      keeper.forget();
                      schemaChanged(lane, "notified");
                    })
                .begin());
    Intake intake = new Intake(vertx);
    running =
        new LaneDrain(
            watch,
            intake,
            () -> {
              reads.cancelAll();
              streams.cancelAll();
            });
    Instance own = new Instance(bus, instance);
    return Future.all(
        List.of(
            own.answerHails(),
            intake.<Work>listen(
                Address.QUERY,
                instance,
                work -> Timed.answer(work, () -> sessions.admitted(work, () -> lane.answer(work)))),
            intake.<RowsRequest>listen(
                Address.ROWS,
                instance,
                request ->
                    reaching.reply(request.work().deadline(), () -> streams.answer(request))),
            intake.<CatalogRequest>listen(
                Address.CATALOG,
                instance,
                request ->
                    reaching.reply(Deadline.after(CATALOG_TIMEOUT), () -> keeper.answer(request))),
            own.<CacheRequest>listen(
                Address.CACHE, message -> message.reply(desk.answer(message.body()))),
            own.<FiguresRequest>listenAlone(
                Address.FIGURES,
                message ->
                    message.reply(
                        new FiguresReply(
                            pages.pools(), desk.statement(message.body().statement())))),
            bus.<Abandoned>consumer(
                    Address.ABANDONED.value(),
                    message -> {
                      lane.abandon(message.body().ticket());
                      streams.abandon(message.body().ticket());
                    })
                .completion(),
            bus.<TablesChanged>consumer(
                    held == null ? Address.BUMP.value() : Address.BUMP.of(instance),
                    message -> {
                      lane.mark(message.body());
                      message.reply(new Noted());
                    })
                .completion()
                .onSuccess(_ -> {
                  if (held != null) {
                    held.begin(lane::markEverything);
                  }
                })));
  }

  @Override
  public void leave() {
    running.leave();
  }

  /** Goes on to take note of writes until the end: others' and the last ones of its own process. */
  @Override
  public Future<?> drain(Duration patience) {
    Leases held = leases;
    return held == null
        ? running.drain(patience)
        : running.drain(patience).compose(_ -> held.end());
  }

  @Override
  public void cancel() {
    running.cancel();
  }

  private Reads reads(
      ExclusiveConnections exclusive,
      SessionReads sessions,
      ReadSets readSets,
      Statements statements,
      Reaching reaching,
      Sessions.Observers observers) {
    QuickStatements quick = new QuickStatements();
    SharedConnections shared =
        new SharedConnections(vertx, settings.connections(), settings.sharedMax(), quick);
    Gathering gathering =
        new Gathering(
            vertx,
            settings.gathering(),
            quick,
            new SharedReads(
                shared,
                admission(shared.places(), observers.book().pool("shared")),
                statements,
                observers.slow(),
                work -> exclusive.use(work, held -> Reads.apart(statements, held, work))));
    gathering.show(monitoring.meters());
    return new Reads(
        new Reads.Ways(gathering, shared, exclusive, sessions),
        readSets,
        statements,
        reaching,
        new Retries(vertx, observers.book()),
        quick,
        observers.slow());
  }

  private Replay replay(DatabaseWatch watch, Primary primary, Versions versions) {
    Connections connections = settings.connections();
    Replay.Server server =
        new Replay.Server(
            connections.opened(),
            connections.pooler(),
            connections.pool().waitingMax(),
            () -> watch.ask(LogPosition.QUESTION));
    return new Replay(vertx, server, primary::position, versions);
  }

  private RowStreams streams(
      Statements statements, DatabaseWatch watch, ReplayGate gate, PoolBook book) {
    int max = settings.streamsMax();
    Pool pool = settings.connections().exclusive(vertx, Math.max(1, max));
    return new RowStreams(
        vertx.eventBus(), exclusive(pool, Math.max(1, max), watch, book), statements, gate, max);
  }

  private ExclusiveConnections exclusive(Pool pool, int max, DatabaseWatch watch, PoolBook book) {
    return new ExclusiveConnections(
        vertx, pool, watch.canceller(), admission(max, book), settings.resultBytesMax());
  }

  private Admission admission(int places, PoolBook book) {
    return new Admission(vertx, places, settings.connections().pool(), book);
  }

  private void schemaSeen(CatalogKeeper keeper, CachedLane lane, String mark) {
    if (keeper.changed(mark)) {
      schemaChanged(lane, mark);
    }
  }

  private void schemaChanged(CachedLane lane, String mark) {
    lane.markEverything();
    vertx.eventBus().publish(Address.SCHEMA.value(), new CatalogChanged(mark));
  }
}
