package io.twinlane.gateway.rest;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SearchPath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How the dialect behaves.
 *
 * @param searchPath the schemas whose relations are exposed, and where functions look
 * @param rowsMax rows that any read may give; empty for no limit
 * @param aggregates whether aggregate functions may be used
 * @param preRequest a function that runs before each request, as {@code schema.name}; null for none
 * @param rootSpec a function that describes the API in place of ours; null for none
 * @param appSettings settings that functions may look at, by name
 * @param anonymousRole the role that requests run as; null for the lanes' own
 * @param ending how transactions end
 * @param timeout how long a client is made to wait
 * @param compression whether answers are compressed for clients that can take it
 * @param rateLimit requests that one identity may send in a window; 0 for no limit
 * @param rateWindow how long that window is
 * @param streamTimeout how long rows may be on their way that are sent as they come
 * @param liveReadsMax clients that may be told of changes at a time
 */
public record RestSettings(
    SearchPath searchPath,
    OptionalLong rowsMax,
    boolean aggregates,
    @Nullable String preRequest,
    @Nullable String rootSpec,
    Map<String, String> appSettings,
    @Nullable String anonymousRole,
    TransactionEnd ending,
    Duration timeout,
    boolean compression,
    int rateLimit,
    Duration rateWindow,
    Duration streamTimeout,
    int liveReadsMax) {

  /** How transactions end, and whether a client may say otherwise with {@code Prefer: tx}. */
  public enum TransactionEnd {
    COMMIT,
    COMMIT_ALLOW_OVERRIDE,
    ROLLBACK,
    ROLLBACK_ALLOW_OVERRIDE;

    boolean overridable() {
      return this == COMMIT_ALLOW_OVERRIDE || this == ROLLBACK_ALLOW_OVERRIDE;
    }

    boolean commits() {
      return this == COMMIT || this == COMMIT_ALLOW_OVERRIDE;
    }
  }

  /** What a request may ask for. */
  Names.Limits limits() {
    return new Names.Limits(rowsMax, aggregates);
  }

  /**
   * The schema that a client names, or the default one if it names none.
   *
   * @throws RestException if it is not exposed
   */
  String schema(@Nullable String profile) {
    String schema = profile == null ? schemas().getFirst() : profile;
    if (!schemas().contains(schema)) {
      throw new RestException(NameProblem.schema(schema, String.join(", ", schemas())));
    }
    return schema;
  }

  /** The schemas whose relations are exposed, the default one first. */
  public List<String> schemas() {
    return searchPath.schemas();
  }

  public static RestSettings from(Environment env) {
    long rowsMax = env.bytes("DB_MAX_ROWS", 0, Long.MAX_VALUE, 0);
    return new RestSettings(
        SearchPath.from(env),
        rowsMax == 0 ? OptionalLong.empty() : OptionalLong.of(rowsMax),
        env.flag("DB_AGGREGATES_ENABLED", false),
        env.text("DB_PRE_REQUEST").orElse(null),
        env.text("DB_ROOT_SPEC").orElse(null),
        appSettings(env),
        env.text("DB_ANON_ROLE").orElse(null),
        env.oneOf("DB_TX_END", TransactionEnd.class, TransactionEnd.COMMIT),
        env.millis("REQUEST_TIMEOUT_MS", 1, 3_600_000, 35_000),
        env.flag("HTTP_COMPRESSION", true),
        env.integer("RATE_LIMIT_REQUESTS", 0, 1_000_000_000, 0),
        env.millis("RATE_LIMIT_WINDOW_MS", 1_000, 86_400_000, 60_000),
        env.millis("STREAM_TIMEOUT_MS", 1_000, 86_400_000, 3_600_000),
        env.integer("LIVE_READS_MAX", 0, 100_000, 200));
  }

  /**
   * Pairs such as {@code host=example.org, tier=free}, told to functions as {@code
   * app.settings.host}.
   */
  private static Map<String, String> appSettings(Environment env) {
    Map<String, String> all = new LinkedHashMap<>();
    if (env.text("APP_SETTINGS").isPresent()) {
      for (String pair : env.names("APP_SETTINGS", "")) {
        String[] parts = pair.split("=", 2);
        if (parts.length < 2 || !parts[0].matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
          env.mistake("APP_SETTINGS must be pairs such as host=example.org, not '" + pair + "'");
        } else {
          all.put("app.settings." + parts[0], parts[1]);
        }
      }
    }
    return all;
  }
}
