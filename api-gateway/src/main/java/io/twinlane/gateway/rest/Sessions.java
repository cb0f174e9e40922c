package io.twinlane.gateway.rest;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that hold for the transaction of a request: where names are looked for, and what
 * functions, triggers and policies of the team's may want to know of the request.
 */
final class Sessions {

  private final RestSettings settings;

  Sessions(RestSettings settings) {
    this.settings = settings;
  }

  /**
   * Nothing that costs a read of a plain table a transaction, if nobody can look at it.
   *
   * @param teamsCode whether code of the team's runs with the statements
   */
  Map<String, String> settings(Call call, Caller caller, String schema, boolean teamsCode) {
    Map<String, String> all = new LinkedHashMap<>();
    // the lanes' connections serve the default schema as they are
    if (!schema.equals(settings.schemas().getFirst())) {
      all.put("search_path", settings.searchPath().of(schema));
    }
    timezone(call).ifPresent(zone -> all.put("TimeZone", zone));
    if (!teamsCode && !watched(call, caller)) {
      return all;
    }
    all.putAll(settings.appSettings());
    all.put("request.jwt.claims", caller.claims());
    all.put("request.method", call.method().name());
    all.put("request.path", call.path().substring(Call.BASE.length() - 1));
    all.put("request.headers", headers(call.headers()));
    all.put("request.cookies", cookies(call.headers()));
    return all;
  }

  private boolean watched(Call call, Caller caller) {
    return caller.role() != null || settings.preRequest() != null || call.rpc();
  }

  private static Optional<String> timezone(Call call) {
    return Preferences.parse(call.headers().getAll("Prefer"), false).timezone();
  }

  private static String headers(MultiMap headers) {
    JsonObject all = new JsonObject();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    return all.encode();
  }

  private static String cookies(MultiMap headers) {
    JsonObject all = new JsonObject();
    for (String line : headers.getAll("Cookie")) {
      for (String pair : List.of(line.split(";"))) {
        String[] parts = pair.strip().split("=", 2);
        if (parts.length == 2) {
          all.put(parts[0], parts[1]);
        }
      }
    }
    return all.encode();
  }
}
