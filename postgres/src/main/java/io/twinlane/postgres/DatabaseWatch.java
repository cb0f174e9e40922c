package io.twinlane.postgres;

import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.LaneState.Database;
import io.twinlane.schema.message.LaneState.Schema;
import io.twinlane.schema.service.Health;
import io.twinlane.schema.service.InTime;
import io.twinlane.schema.settings.ConnectionBudget;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the database every few seconds, so that probes are answered from what is known. While
 * all is well and the lane has nothing to do, it does not look.
 *
 * <p>Never more than one look at a time, and a look that takes too long counts as no answer. Lives
 * on the event loop of its lane.
 */
public final class DatabaseWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);

  /** Where the migrator keeps what it applied. */
  private static final String VERSION =
      "select max(version), pg_is_in_recovery() from twinlane.schema_migrations where success";

  /** A refused login is tried once a minute by default, and not more often. */
  private static final int LOOKS_SKIPPED = 11;

  private final Vertx vertx;
  private final String instance;
  private final Connections connections;
  private final Options options;
  private final FirstContact firstContact;
  private Consumer<LaneState> told = _ -> {};
  private Consumer<String> schemaSeen = _ -> {};
  private Pool pool;
  private volatile LaneState state;
  private long usedAtNanos = System.nanoTime();
  private boolean leaving;
  private int skip;
  private boolean looking;
  private String toldLast = "";
  private String mark = "";

  /**
   * One that does not look yet.
   *
   * @param instance which of the services that run its lane it looks for
   */
  public DatabaseWatch(Vertx vertx, String instance, Connections connections, Options options) {
    this.vertx = vertx;
    this.instance = instance;
    this.connections = connections;
    this.options = options;
    this.firstContact = new FirstContact(connections, options.connectionsWanted());
    this.pool = connections.exclusive(vertx, 1);
    this.state = state(Database.DISCONNECTED, Schema.UNKNOWN);
  }

  /**
   * What to look for and how often.
   *
   * @param lane who looks
   * @param neededVersion the migration that must have been applied; empty if none must
   * @param interval the time from one look to the next
   * @param timeout a look that takes longer found nothing
   * @param idleAfter when the lane has had nothing to do for so long, an idle database is let be
   * @param connectionsWanted what both lanes may open together
   */
  public record Options(
      Address lane,
      String neededVersion,
      Duration interval,
      Duration timeout,
      Duration idleAfter,
      int connectionsWanted) {

    public static Options from(Environment env, Address lane, SchemaFolder schema) {
      return new Options(
          lane,
          schema.newestVersion(),
          env.millis("HEALTH_DATABASE_INTERVAL_MS", 10, 3_600_000, 5_000),
          env.millis("HEALTH_DATABASE_TIMEOUT_MS", 10, 60_000, 3_000),
          env.millis("HEALTH_DATABASE_IDLE_MS", 0, 86_400_000, 60_000),
          ConnectionBudget.wanted(env));
    }
  }

  /**
   * Begins to look, and tells what it sees after each look.
   *
   * @param told hears the state after each look
   * @param schemaSeen hears a text that is another one when the schema is
   */
  public void begin(Consumer<LaneState> told, Consumer<String> schemaSeen) {
    this.told = told;
    this.schemaSeen = schemaSeen;
    vertx.setPeriodic(0, options.interval().toMillis(), _ -> look());
  }

  /**
   * Makes the process ready only while the database answers and holds the schema that is needed.
   */
  public void report(Health health, String lane) {
    health.readyWhile(
        lane + "-database",
        options.lane(),
        () -> new Health.Finding(state.database() == Database.CONNECTED, word(state.database())));
    health.readyWhile(
        lane + "-schema",
        options.lane(),
        () -> new Health.Finding(state.schema() == Schema.CURRENT, word(state.schema())));
  }

  /** Shows how the database is. */
  public void show(MeterRegistry meters) {
    String lane = options.lane() == Address.WRITE ? "direct" : "cached";
    Questions questions = new Questions(connections.exclusive(vertx, 1));
    new DatabaseStatistics(vertx, this, questions, meters, lane);
  }

  /** Whether the last look found it well. */
  boolean connected() {
    return state.database() == Database.CONNECTED;
  }

  /** Whether that saw every migration that is needed. */
  boolean current() {
    return state.schema() == Schema.CURRENT;
  }

  /**
   * The lane has had something to do: what is known of the database is worth another look. True if
   * it had nothing to do for so long that nobody looked.
   */
  public boolean used() {
    boolean wasIdle = idle();
    usedAtNanos = System.nanoTime();
    return wasIdle;
  }

  /**
   * While all is well and nobody asks, only what is known is told: an idle database may fall
   * asleep.
   */
  private void look() {
    if (looking) {
      return;
    }
    if (skip > 0 || (state.ready() && idle())) {
      skip = Math.max(0, skip - 1);
      told.accept(state);
      return;
    }
    looking = true;
    InTime.of(pool.withConnection(this::lookAround), options.timeout())
        .transform(look -> Future.succeededFuture(seen(look.result(), look.cause())))
        .onSuccess(this::tell);
  }

  private Future<RowSet<Row>> lookAround(SqlConnection connection) {
    return SchemaMark.of(connection)
        .onSuccess(seen -> mark = seen)
        .compose(_ -> connection.query(VERSION).execute())
        .onComplete(_ -> firstContact.look(connection));
  }

  /** Stops statements, by the connection that watches where there is no pooler in between. */
  public Canceller canceller() {
    return connections.pooler() ? new Canceller.ByRequest() : new Canceller.BySql(() -> pool);
  }

  /** Tells at once, and from now on, that the service is about to end. */
  public void leave() {
    leaving = true;
    state = state.asLeaving();
    told.accept(state);
  }

  /** Asks a small question on the connection that watches; for what no work should wait for. */
  public Future<RowSet<Row>> ask(String sql) {
    return pool.query(sql).execute();
  }

  /** The same with values. */
  public Future<RowSet<Row>> ask(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values);
  }

  /** Whether the lane has had nothing to do for a while. */
  public boolean idle() {
    return System.nanoTime() - usedAtNanos > options.idleAfter().toNanos();
  }

  /** A connection that gave no answer in time is not asked again. */
  private void abandonConnection() {
    pool.close();
    pool = connections.exclusive(vertx, 1);
  }

  private void tell(LaneState seen) {
    looking = false;
    state = seen;
    told.accept(seen);
  }

  private LaneState seen(@Nullable RowSet<Row> rows, @Nullable Throwable cause) {
    if (rows != null) {
      Row row = rows.iterator().next();
      return connected(row.getString(0), row.getBoolean(1));
    }
    if (cause != null && SqlState.missingTable(cause)) {
      return connected(null, false);
    }
    if (cause != null && SqlState.loginRefused(cause)) {
      skip = LOOKS_SKIPPED;
    }
    if (cause instanceof TimeoutException) {
      abandonConnection();
    }
    tellTheOperator(cause);
    boolean answered = cause != null && SqlState.forbidden(cause);
    if (answered) {
      schemaSeen.accept("/" + mark);
    }
    return state(answered ? Database.CONNECTED : Database.DISCONNECTED, Schema.UNKNOWN);
  }

  /** Once for each kind of trouble, not once for each look. */
  private void tellTheOperator(@Nullable Throwable cause) {
    String words = cause == null ? "" : Trouble.explained(cause, connections.source().url());
    if (!words.equals(toldLast)) {
      toldLast = words;
      LOG.error("{}: {}", connections.application(), words);
    }
  }

  private LaneState connected(@Nullable String version, boolean replica) {
    if (!toldLast.isEmpty()) {
      toldLast = "";
      LOG.info("{}: PostgreSQL answers again", connections.application());
    }
    String applied = version == null ? "" : version;
    schemaSeen.accept(applied + "/" + mark);
    boolean behind = applied.compareTo(options.neededVersion()) < 0;
    return state(
        replica && !connections.readOnly() ? Database.READ_ONLY : Database.CONNECTED,
        behind ? Schema.BEHIND : Schema.CURRENT);
  }

  private LaneState state(Database database, Schema schema) {
    return new LaneState(options.lane(), instance, database, schema, leaving);
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
