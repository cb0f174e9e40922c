package io.twinlane.postgres;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.DatabaseUrl.Tls;
import io.twinlane.schema.settings.PoolSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connections of one lane to one database, opened when they are first needed.
 *
 * <p>Every session has the same settings that decide how values become text, so that one statement
 * gives one text whoever runs it: UTC, ISO dates, hexadecimal bytea, shortest exact floats.
 *
 * @param application what the lane is called in {@code pg_stat_activity}
 * @param url where to connect and as whom
 * @param pool limits of the pool
 * @param searchPath where a name without a schema is looked for, unless the URL says otherwise
 * @param readOnly whether PostgreSQL refuses writes on these connections
 */
public record Connections(
    String application, DatabaseUrl url, PoolSettings pool, String searchPath, boolean readOnly) {

  private static final int STATEMENTS_CACHED_MAX = 256;
  private static final int STATEMENT_LENGTH_CACHED_MAX = 16_384;

  /** A pool whose connections are taken by one transaction at a time. */
  public Pool exclusive(Vertx vertx, int connectionsMax) {
    return PgBuilder.pool()
        .using(vertx)
        .with(poolOptions(connectionsMax))
        .with(netOptions())
        .connectingTo(connectOptions())
        .build();
  }

  /** A client that sends single statements down a few connections, many in flight on each. */
  public SqlClient pipelined(Vertx vertx, int connectionsMax) {
    return PgBuilder.client()
        .using(vertx)
        .with(poolOptions(connectionsMax))
        .with(netOptions())
        .connectingTo(connectOptions())
        .build();
  }

  private PoolOptions poolOptions(int connectionsMax) {
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
        .setConnectTimeout(Math.toIntExact(pool.connectTimeout().toMillis()))
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true);
  }

  private PgConnectOptions connectOptions() {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setDatabase(url.database())
            .setUser(url.user())
            // the client's own default is the word pass
            .setPassword(url.password().map(secret -> secret.value()).orElse(""))
            .setPipeliningLimit(pool.pipelining())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED_MAX)
            .setPreparedStatementCacheSqlLimit(STATEMENT_LENGTH_CACHED_MAX)
            .setProperties(sessionSettings());
    return withTls(options, url.tls());
  }

  private Map<String, String> sessionSettings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("application_name", application);
    settings.put("search_path", searchPath);
    settings.putAll(url.settings());
    settings.put("client_encoding", "UTF8");
    settings.put("TimeZone", "UTC");
    settings.put("DateStyle", "ISO");
    settings.put("IntervalStyle", "postgres");
    settings.put("bytea_output", "hex");
    settings.put("extra_float_digits", "1");
    settings.put("standard_conforming_strings", "on");
    settings.put("statement_timeout", Long.toString(pool.statementTimeout().toMillis()));
    settings.put("default_transaction_read_only", readOnly ? "on" : "off");
    return settings;
  }

  private static PgConnectOptions withTls(PgConnectOptions options, Tls tls) {
    // explicit options in every mode: without them the client fails on the modes that verify
    ClientSSLOptions ssl = new ClientSSLOptions();
    return switch (tls.mode()) {
      case DISABLE -> options.setSslMode(SslMode.DISABLE);
      case REQUIRE -> options.setSslMode(SslMode.REQUIRE).setSslOptions(ssl.setTrustAll(true));
      case VERIFY_CA ->
          options
              .setSslMode(SslMode.VERIFY_CA)
              .setSslOptions(ssl.setTrustOptions(trust(tls)).setHostnameVerificationAlgorithm(""));
      case VERIFY_FULL ->
          options
              .setSslMode(SslMode.VERIFY_FULL)
              .setSslOptions(
                  ssl.setTrustOptions(trust(tls)).setHostnameVerificationAlgorithm("HTTPS"));
    };
  }

  private static TrustOptions trust(Tls tls) {
    return tls.rootCertificate()
        .map(Path::toString)
        .<TrustOptions>map(file -> new PemTrustOptions().addCertPath(file))
        .orElseGet(Connections::trustOfJvm);
  }

  private static TrustOptions trustOfJvm() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return TrustOptions.wrap(factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no trust store", e);
    }
  }
}
