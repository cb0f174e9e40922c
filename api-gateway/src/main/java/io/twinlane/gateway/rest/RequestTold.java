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
import org.jspecify.annotations.Nullable;

/**
 * What functions, triggers and policies of the team's may want to know of a request.
 *
 * @param app what they are told of the application
 */
record RequestTold(Call call, Caller caller, Map<String, String> app, Tokens tokens)
    implements RequestSettings.Telling {

  private static final String CLAIMS = "request.jwt.claims";
  private static final String METHOD = "request.method";
  private static final String PATH = "request.path";
  private static final String HEADERS = "request.headers";
  private static final String COOKIES = "request.cookies";
  private static final List<String> NAMES = List.of(CLAIMS, METHOD, PATH, HEADERS, COOKIES);

  @Override
  public Map<String, String> all() {
    Map<String, String> all = new HashMap<>(app);
    for (String name : NAMES) {
      String value = one(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    return all;
  }

  @Override
  public @Nullable String one(String name) {
    return switch (name) {
      case CLAIMS -> caller.claims();
      case METHOD -> call.method().name();
      case PATH -> call.path().substring(Call.BASE.length() - 1);
      case HEADERS -> headers(call.headers());
      case COOKIES -> cookies(call.headers());
      default -> ofApp(name);
    };
  }

  private @Nullable String ofApp(String name) {
    for (Map.Entry<String, String> setting : app.entrySet()) {
      if (setting.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return setting.getValue();
      }
    }
    return null;
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
