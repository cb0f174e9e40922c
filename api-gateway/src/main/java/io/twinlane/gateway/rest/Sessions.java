package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Bearer;
import io.twinlane.gateway.auth.Tokens;
import io.twinlane.schema.message.RequestSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The settings that hold for the transaction of a request: where names are looked for, and what
 * functions, triggers and policies of the team's may want to know of the request.
 */
final class Sessions {

  private final RestSettings settings;
  private final Tokens tokens;

  Sessions(RestSettings settings, Tokens tokens) {
    this.settings = settings;
    this.tokens = tokens;
  }

  /** Nothing that costs a read of a plain table a transaction, if nobody can look at it. */
  Map<String, String> settings(Client client, Scope scope) {
    Map<String, String> own = own(scope);
    boolean watched =
        scope.teamsCode() || client.caller().role() != null || settings.preRequest() != null;
    Call call = client.call();
    Caller caller = client.caller();
    return watched ? new RequestSettings(own, () -> request(call, caller)) : own;
  }

  private Map<String, String> own(Scope scope) {
    // the lanes' connections serve the default schema as they are
    boolean elsewhere = !scope.schema().equals(settings.schemas().getFirst());
    if (!elsewhere && scope.timezone().isEmpty()) {
      return Map.of();
    }
    Map<String, String> own = new HashMap<>();
    if (elsewhere) {
      own.put("search_path", settings.searchPath().of(scope.schema()));
    }
    scope.timezone().ifPresent(zone -> own.put("TimeZone", zone));
    return own;
  }

  private Map<String, String> request(Call call, Caller caller) {
    Map<String, String> all = new HashMap<>(settings.appSettings());
    all.put("request.jwt.claims", caller.claims());
    all.put("request.method", call.method().name());
    all.put("request.path", call.path().substring(Call.BASE.length() - 1));
    all.put("request.headers", headers(call.headers()));
    all.put("request.cookies", cookies(call.headers()));
    return all;
  }

  /**
   * A token of the process's own is nobody's to read: it would be good for more than its bearer.
   */
  private String headers(MultiMap headers) {
    JsonObject all = new JsonObject();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    String token = Bearer.token(headers);
    if (token != null && tokens.own(token)) {
      all.remove("authorization");
    }
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
