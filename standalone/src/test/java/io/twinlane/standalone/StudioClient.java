package io.twinlane.standalone;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who is in the Studio of a suite, as the page would be. */
record StudioClient(RunningSuite suite, String cookie, String csrf) {

  static final String ACTING = "X-Studio-Acting";
  private static final String API = "/studio/api";

  /** Comes in by the newest link. */
  static StudioClient byLink(RunningSuite suite) {
    return of(suite, logIn(suite, token(suite)));
  }

  /** What the newest link brings. */
  static String token(RunningSuite suite) {
    return suite.studioLink().split("#token=", 2)[1];
  }

  static HttpResponse<String> logIn(RunningSuite suite, String token, String... headers) {
    return suite.managementSend(
        "POST", API + "/login", new JsonObject().put("token", token).encode(), headers);
  }

  /** Of an answer to a login. */
  static StudioClient of(RunningSuite suite, HttpResponse<String> login) {
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    return new StudioClient(suite, cookie, session(suite, cookie).getString("csrf"));
  }

  private static JsonObject session(RunningSuite suite, String cookie) {
    return new JsonObject(
        suite.managementSend("GET", API + "/session", null, "Cookie", cookie).body());
  }

  /** The mark of as whom it acts now. */
  String acting() {
    return session(suite, cookie).getString("acting");
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Cookie", cookie, "X-Studio-Csrf", csrf));
    all.addAll(List.of(headers));
    if ((path.startsWith("/rest/") || path.startsWith("/sql/")) && !all.contains(ACTING)) {
      all.addAll(List.of(ACTING, acting()));
    }
    return suite.managementSend(method, API + path, body, all.toArray(String[]::new));
  }

  void actAs(@Nullable String role, Map<String, Object> claims) {
    JsonObject body = new JsonObject().put("role", role).put("claims", new JsonObject(claims));
    send("PUT", "/session", body.encode());
  }

  HttpResponse<String> sql(String lane, String query, boolean write) {
    JsonObject body = new JsonObject().put("query", query).put("write", write);
    return send("POST", "/sql/" + lane, body.encode());
  }
}
