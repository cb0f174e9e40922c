package io.twinlane.gateway;

import io.twinlane.gateway.auth.TokenSettings;
import io.twinlane.gateway.bus.NearCacheSettings;
import io.twinlane.gateway.http.AccessLog;
import io.twinlane.gateway.http.ServerTiming;
import io.twinlane.gateway.rest.Origins;
import io.twinlane.gateway.rest.RestSettings;
import io.twinlane.gateway.sql.SqlSettings;
import io.twinlane.gateway.studio.StudioSettings;
import io.twinlane.schema.service.Listen;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway needs to know.
 *
 * @param listen where clients come in
 * @param requestBytesMax the largest body of a request
 * @param laneSilenceMax how long a lane may tell nothing before it counts as gone
 * @param tokens how tokens are checked
 * @param origins which pages of other origins may read answers
 * @param rest how the REST dialect behaves
 * @param sql how SQL over HTTP behaves
 * @param declaredTables tables that should be there
 * @param folder what migrations the database should have
 * @param access which requests have a line in the log
 * @param studio how the Studio on the management port behaves
 * @param timing which answers say where the time went
 * @param repeatBytesMax how much is remembered of answers by the bytes of their requests; 0 for
 *     nothing
 * @param copies how much is kept of what the CACHED lane gave; null for nothing, as in one JVM
 */
public record GatewaySettings(
    Listen listen,
    long requestBytesMax,
    Duration laneSilenceMax,
    RestSettings rest,
    TokenSettings tokens,
    Origins origins,
    SqlSettings sql,
    List<String> declaredTables,
    SchemaFolder folder,
    StudioSettings studio,
    AccessLog.Settings access,
    ServerTiming.When timing,
    long repeatBytesMax,
    @Nullable NearCacheSettings copies) {

  public GatewaySettings {
    declaredTables = List.copyOf(declaredTables);
  }

  public static GatewaySettings from(Environment env) {
    Listen listen = Listen.from(env, "HTTP", 8080);
    long requestBytesMax = env.bytes("REQUEST_MAX_BYTES", 1, 1 << 30, 1 << 20);
    Duration laneSilenceMax = env.millis("LANE_SILENCE_MAX_MS", 10, 3_600_000, 20_000);
    RestSettings rest = RestSettings.from(env);
    TokenSettings tokens = TokenSettings.from(env);
    Origins origins = Origins.from(env);
    SqlSettings sql = SqlSettings.from(env, rest);
    AccessLog.Settings access = AccessLog.Settings.from(env);
    ServerTiming.When timing = ServerTiming.When.from(env);
    long repeatBytesMax = env.bytes("REPEATS_MAX_BYTES", 0, 1L << 40, 8 << 20);
    StudioSettings studio = StudioSettings.from(env);
    checkIdentities(env, rest, tokens);
    Optional<SchemaFolder> schema = SchemaFolder.from(env);
    return env.check(() ->
        new GatewaySettings(
            listen,
            requestBytesMax,
            laneSilenceMax,
            rest,
            tokens,
            origins,
            sql,
            schema.orElseThrow().declaredTables(),
            schema.orElseThrow(),
            studio,
            access,
            timing,
            repeatBytesMax,
            null));
  }

  /** The same for a process of its own. */
  public static GatewaySettings inCluster(Environment env) {
    Optional<NearCacheSettings> copies = NearCacheSettings.from(env);
    GatewaySettings alone = from(env);
    return new GatewaySettings(
        alone.listen,
        alone.requestBytesMax,
        alone.laneSilenceMax,
        alone.rest,
        alone.tokens,
        alone.origins,
        alone.sql,
        alone.declaredTables,
        alone.folder,
        alone.studio,
        alone.access,
        alone.timing,
        alone.repeatBytesMax,
        copies.orElse(null));
  }

  /** Where it matters, nobody acts as the lanes' own roles because somebody forgot a setting. */
  private static void checkIdentities(Environment env, RestSettings rest, TokenSettings tokens) {
    boolean matters =
        switch (env.name()) {
          case DEVELOPMENT, TEST -> false;
          case STAGING, PRODUCTION -> true;
        };
    if (matters && open(rest, tokens)) {
      env.mistake(
          "JWT_SECRET, JWT_JWKS_URL or DB_ANON_ROLE must be set: without them every request acts as the"
              + " lanes' own roles");
    }
  }

  /** Whether every request acts as the lanes' own roles. */
  boolean open() {
    return open(rest, tokens);
  }

  private static boolean open(RestSettings rest, TokenSettings tokens) {
    return !tokens.usable() && rest.anonymousRole() == null;
  }
}
