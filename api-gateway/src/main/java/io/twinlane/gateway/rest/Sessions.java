package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Tokens;
import io.twinlane.schema.message.RequestSettings;
import java.util.HashMap;
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
    return watched
        ? new RequestSettings(
            own, new RequestTold(client.call(), client.caller(), settings.appSettings(), tokens))
        : own;
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
}
