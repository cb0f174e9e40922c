package io.twinlane.postgres;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.settings.Secret;
import io.twinlane.schema.trace.DatabaseCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of one lane to one database, opened when they are first needed.
 *
 * <p>Every session has the same settings that decide how values become text, so that one statement
 * gives one text whoever runs it: UTC, ISO dates, hexadecimal bytea, shortest exact floats.
 *
 * @param application what the lane is called in {@code pg_stat_activity}
 * @param source where to connect and as whom
 * @param limits of the pool, where the URL says nothing
 * @param searchPath where a name without a schema is looked for, unless the URL says otherwise;
 *     null for where the user's own settings say
 * @param readOnly whether PostgreSQL refuses writes on these connections
 * @param opened how many were opened in pools so far: after a restart of the server, there are new
 *     ones
 * @param offer what the server is asked before it is connected to
 * @param singles opens those that are in no pool
 */
public record Connections(
    String application,
    DatabaseSource source,
    PoolSettings limits,
    @Nullable String searchPath,
    boolean readOnly,
    AtomicLong opened,
    TlsOffer offer,
    SingleConnections singles) {

  /** None is open yet. */
  public Connections(
      String application,
      DatabaseSource source,
      PoolSettings limits,
      @Nullable String searchPath,
      boolean readOnly) {
    this(
        application,
        source,
        limits,
        searchPath,
        readOnly,
        new AtomicLong(),
        new TlsOffer(),
        new SingleConnections());
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int STATEMENTS_CACHED_MAX = 256;
  private static final String ABANDONED_AFTER = "10s";
  private static final String CLIENT_LOOKED_FOR = "1s";

  /** What comes on top of the longest statement before a connection counts as dead. */
  private static final Duration SILENCE_MARGIN = Duration.ofSeconds(5);

  private static final int STATEMENT_LENGTH_CACHED_MAX = 16_384;

  /** The limits of the pool, with what the URL says of them. */
  public PoolSettings pool() {
    return limits.with(source.url().limits());
  }

  /**
   * Whether a pooler stands in between, so that a statement can neither rely on its session nor be
   * prepared by name.
   */
  public boolean pooler() {
    return source.url().limits().pooler();
  }

  /** How statements run on these connections, for answers of at most so many bytes. */
  public Statements statements(int bytesMax) {
    return new Statements(bytesMax, pooler() ? sessionSettings() : Map.of(), told());
  }

  /** How traces tell of statements on these connections. */
  StatementSpans told() {
    DatabaseUrl url = source.url();
    return new StatementSpans(new DatabaseCall.Database(url.host(), url.port(), url.database()));
  }

  /** A pool whose connections are taken by one transaction at a time. */
  public Pool exclusive(Vertx vertx, int connectionsMax) {
    return built(PgBuilder.pool(), vertx, connectionsMax, () -> current(vertx));
  }

  /** The same, in which nothing is prepared by name. */
  Pool unprepared(Vertx vertx, int connectionsMax) {
    return built(PgBuilder.pool(), vertx, connectionsMax, () -> unprepared(vertx));
  }

  /**
   * A connection down which many statements are in flight.
   *
   * @param role that the whole session has, as if it had begun with SET ROLE; null for the user's
   *     own. A session that does not have it is not used.
   */
  public PipelinedConnection pipelined(Vertx vertx, @Nullable String role) {
    Supplier<Future<PgConnectOptions>> options =
        role == null
            ? () -> current(vertx)
            : () -> current(vertx).map(found -> found.addProperty("role", role));
    return new PipelinedConnection(opened ->
        built(
            PgBuilder.client(),
            vertx,
            1,
            options,
            connection ->
                role == null ? Future.succeededFuture(true) : proven(connection, role, opened)));
  }

  /**
   * The handler must be there before anything is in flight, and is used when the role is certain.
   */
  private static Future<Boolean> proven(
      SqlConnection connection, String role, Consumer<WireHandler> opened) {
    WireHandler wire = Sockets.wire(connection).shared();
    return RoleProof.of(connection, role)
        .onSuccess(has -> {
          if (has) {
            opened.accept(wire);
          }
        });
  }

  /**
   * One connection that is in no pool, which may be silent for as long as nobody tells anything.
   */
  public Future<PgConnection> listening(Vertx vertx) {
    return unprepared(vertx).compose(options -> singles.open(vertx, options));
  }

  /** One connection that is in no pool, for a short while. */
  Future<PgConnection> single(Vertx vertx) {
    return inTime(
        vertx, pool().connectTimeout(), listening(vertx), "PostgreSQL let nobody in for too long");
  }

  /**
   * A connection, or a failure that says so if there is none in time: one that is late is closed.
   */
  static <C extends SqlConnection> Future<C> inTime(
      Vertx vertx, Duration limit, Future<C> connection, String late) {
    Promise<C> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, limit.toMillis()), _ -> promise.tryFail(new ConnectException(late)));
    connection
        .onFailure(promise::tryFail)
        .onSuccess(made -> {
          if (!promise.tryComplete(made)) {
            made.close();
          }
        });
    return promise.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  /**
   * Connections to the same server for a client who logs in, with the settings that decide how
   * values become text and with none of the lane's own.
   */
  Connections ofClient(String database, String user, String password) {
    DatabaseUrl own = source.url();
    DatabaseUrl.Target target = new DatabaseUrl.Target(own.host(), own.port(), database, user);
    DatabaseUrl url =
        new DatabaseUrl(
            target, Optional.of(new Secret(password)), own.tls(), own.limits(), Map.of());
    return new Connections(
        application, DatabaseSource.fixed(url), limits, null, readOnly, opened, offer, singles);
  }

  /**
   * A pool of the same for one who logs in, in which nothing is prepared by name.
   *
   * @param password asked for at every login
   */
  Pool ofClient(
      Vertx vertx, String database, String user, Supplier<String> password, int connectionsMax) {
    return built(
        PgBuilder.pool(),
        vertx,
        connectionsMax,
        () -> ofClient(database, user, password.get()).unprepared(vertx));
  }

  private <C> C built(
      ClientBuilder<C> builder,
      Vertx vertx,
      int connectionsMax,
      Supplier<Future<PgConnectOptions>> options) {
    return built(builder, vertx, connectionsMax, options, _ -> Future.succeededFuture(true));
  }

  /**
   * Builds a pool.
   *
   * @param proof whether a connection that was opened may be used
   */
  private <C> C built(
      ClientBuilder<C> builder,
      Vertx vertx,
      int connectionsMax,
      Supplier<Future<PgConnectOptions>> options,
      Function<SqlConnection, Future<Boolean>> proof) {
    builder
        .using(vertx)
        .with(poolOptions(connectionsMax))
        .with(netOptions())
        .connectingTo(() -> options.get().map(found -> found))
        .withConnectHandler(connection -> {
          opened.incrementAndGet();
          Sockets.allowSilence(connection, silenceMax());
          proof
              .apply(connection)
              .onSuccess(usable -> {
                if (usable) {
                  connection.close(); // lets it into the pool
                } else {
                  Sockets.close(connection);
                }
              })
              .onFailure(_ -> Sockets.close(connection));
        });
    return new Enclosure(vertx).holding(builder::build);
  }

  private Future<PgConnectOptions> unprepared(Vertx vertx) {
    return current(vertx).map(options -> options.setCachePreparedStatements(false));
  }

  /** What every session must have set, by name; behind a pooler each transaction sets it anew. */
  public Map<String, String> sessionSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (searchPath != null) {
      settings.put("search_path", searchPath);
    }
    settings.putAll(source.url().settings());
    settings.remove("application_name");
    settings.remove("options");
    settings.put("TimeZone", "UTC");
    settings.put("DateStyle", "ISO");
    settings.put("IntervalStyle", "postgres");
    settings.put("bytea_output", "hex");
    settings.put("extra_float_digits", "1");
    settings.put("standard_conforming_strings", "on");
    settings.put("statement_timeout", Long.toString(pool().statementTimeout().toMillis()));
    settings.put("lock_timeout", Long.toString(pool().lockTimeout().toMillis()));
    // a lane that is gone, or has lost its way, holds no locks for long
    settings.put("idle_in_transaction_session_timeout", ABANDONED_AFTER);
    settings.put("client_connection_check_interval", CLIENT_LOOKED_FOR);
    return settings;
  }

  private PoolOptions poolOptions(int connectionsMax) {
    PoolSettings pool = pool();
    return new PoolOptions()
        .setMaxSize(connectionsMax)
        .setMaxWaitQueueSize(pool.waitingMax())
        .setConnectionTimeout(Math.toIntExact(pool.waitTimeout().toMillis()))
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(pool.idleTimeout().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxLifetime(Math.toIntExact(pool.lifetimeMax().toMillis()))
        .setMaxLifetimeUnit(TimeUnit.MILLISECONDS);
  }

  private NetClientOptions netOptions() {
    return new NetClientOptions()
        .setConnectTimeout(Math.toIntExact(pool().connectTimeout().toMillis()))
        // until the login is done: something may accept a connection and never answer
        .setIdleTimeout(Math.toIntExact(pool().connectTimeout().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true);
  }

  /**
   * On a connection that is in use nothing can be silent for longer than its statements. None where
   * an unused connection is kept for ever.
   */
  private Duration silenceMax() {
    PoolSettings pool = pool();
    if (pool.idleTimeout().isZero()) {
      return Duration.ZERO;
    }
    Duration longest =
        pool.statementTimeout().compareTo(pool.idleTimeout()) > 0
            ? pool.statementTimeout()
            : pool.idleTimeout();
    return longest.plus(SILENCE_MARGIN);
  }

  /** Options for the next connection: a secret that was changed in its file is taken up here. */
  private Future<PgConnectOptions> current(Vertx vertx) {
    return vertx
        .executeBlocking(source::current)
        .map(this::options)
        .otherwise(this::optionsOfStart)
        .compose(options -> offer.settled(vertx, options, pool().connectTimeout()));
  }

  private PgConnectOptions optionsOfStart(Throwable cause) {
    LOG.warn("connecting as at start: {}", cause.getMessage());
    return options(source.url());
  }

  private PgConnectOptions options(DatabaseUrl url) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setDatabase(url.database())
            .setUser(url.user())
            // the client's own default is the word pass
            .setPassword(url.password().map(Secret::value).orElse(""))
            .setPipeliningLimit(pool().pipelining())
            .setCachePreparedStatements(!pooler())
            .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED_MAX)
            .setPreparedStatementCacheSqlLimit(STATEMENT_LENGTH_CACHED_MAX)
            .setUseLayer7Proxy(pooler())
            // the lanes tell of their statements themselves, without what is in them
            .setTracingPolicy(TracingPolicy.IGNORE)
            .setProperties(startupSettings(url));
    return Encryption.applied(options, url.tls());
  }

  /**
   * A pooler lets few settings pass at the start of a session; the others come with each
   * transaction.
   */
  private Map<String, String> startupSettings(DatabaseUrl url) {
    Map<String, String> settings = new HashMap<>();
    settings.put("application_name", url.settings().getOrDefault("application_name", application));
    settings.put("client_encoding", "UTF8");
    if (!pooler()) {
      settings.putAll(sessionSettings());
      settings.put("default_transaction_read_only", readOnly ? "on" : "off");
      Optional.ofNullable(url.settings().get("options"))
          .ifPresent(value -> settings.put("options", value));
    }
    return settings;
  }
}
