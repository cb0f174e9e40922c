package io.twinlane.gateway.studio;

import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why the Studio does not do what it is asked, in the form of the errors of REST.
 *
 * @param hint what helps; null for nothing
 * @param retrySeconds after which it may be asked again; empty where waiting does not help
 */
record StudioProblem(
    int status, String code, String message, @Nullable String hint, OptionalLong retrySeconds) {

  private static StudioProblem of(int status, String code, String message, @Nullable String hint) {
    return new StudioProblem(status, code, message, hint, OptionalLong.empty());
  }

  static StudioProblem missing() {
    return of(404, "STUDIO_PATH", "there is nothing here", null);
  }

  static StudioProblem notBuilt() {
    return of(503, "STUDIO_NOT_BUILT", "this build has no Studio: it was made without Node", null);
  }

  static StudioProblem starting() {
    return of(503, "STUDIO_STARTING", "the gateway is not up yet", null);
  }

  static StudioProblem host() {
    return of(
        403,
        "STUDIO_HOST",
        "the Studio may not be asked for by this name",
        "use http://127.0.0.1, or name it in STUDIO_HOSTS");
  }

  static StudioProblem origin() {
    return of(403, "STUDIO_ORIGIN", "only the Studio's own page may ask this", null);
  }

  static StudioProblem csrf() {
    return of(403, "STUDIO_CSRF", "the header X-Studio-Csrf is not that of the session", null);
  }

  static StudioProblem acting() {
    return of(409, "STUDIO_ACTING", "another tab acts as somebody else now", "nothing was done");
  }

  static StudioProblem noSession() {
    return of(401, "STUDIO_SESSION", "nobody is logged in", null);
  }

  static StudioProblem wrongToken() {
    return of(
        401,
        "STUDIO_TOKEN",
        "this lets nobody in: it is wrong, too old or was used already",
        "have a new link printed where the Studio runs");
  }

  static StudioProblem tooOften(long seconds) {
    return new StudioProblem(
        429, "STUDIO_WAIT", "too often: wait a little", null, OptionalLong.of(seconds));
  }

  static StudioProblem readOnly() {
    return of(
        403, "STUDIO_READ_ONLY", "nothing can be written from here", "STUDIO_READ_ONLY is on");
  }

  static StudioProblem malformed(String what) {
    return of(400, "STUDIO_REQUEST", what, null);
  }

  static StudioProblem tooLarge() {
    return of(413, "STUDIO_SIZE", "the request is too large", null);
  }

  static StudioProblem preRequest() {
    return of(
        403,
        "STUDIO_PRE_REQUEST",
        "there is no SQL here, since DB_PRE_REQUEST would be passed by",
        null);
  }

  static StudioProblem noSql() {
    return of(403, "STUDIO_NO_SQL", "SQL over HTTP is switched off", "SQL_ENABLED is false");
  }

  static StudioProblem away() {
    return of(502, "STUDIO_GATEWAY", "the gateway's own port gave no answer", null);
  }

  static StudioProblem lane(String why) {
    return of(503, "STUDIO_LANE", "the lane gave no answer: " + why, null);
  }

  static StudioProblem internal() {
    return of(500, "STUDIO_INTERNAL", "something went wrong; the log says what", null);
  }

  JsonObject json() {
    return new JsonObject()
        .put("code", code)
        .put("message", message)
        .putNull("details")
        .put("hint", hint);
  }
}
