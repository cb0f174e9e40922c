package io.twinlane.gateway.studio;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One person in the Studio, and as whom what is asked is asked. Lives on one event loop. */
final class StudioSession {

  /** However much it is used. */
  private static final Duration AGE_MAX = Duration.ofHours(12);

  private static final int NAME_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  private final String cookie = Randoms.text(SECRET_BYTES);
  private final String csrf = Randoms.text(SECRET_BYTES);
  private final String name = Randoms.text(NAME_BYTES);
  private final Set<HttpServerResponse> streams = new HashSet<>();
  private final Instant begunAt;
  private Instant usedAt;
  private Acting acting = new Acting(null, new JsonObject());
  private String mark = Randoms.text(NAME_BYTES);

  StudioSession(Instant now) {
    begunAt = now;
    usedAt = now;
  }

  /**
   * As whom.
   *
   * @param role null for that which the lanes log in with
   * @param claims what row-level security sees besides the role
   */
  record Acting(@Nullable String role, JsonObject claims) {

    boolean nobody() {
      return role == null && claims.isEmpty();
    }
  }

  /** What the browser shows to be this one: a secret. */
  String cookie() {
    return cookie;
  }

  /** What the page shows to be the page: a secret. */
  String csrf() {
    return csrf;
  }

  /** What logs call it. */
  String name() {
    return name;
  }

  Acting acting() {
    return acting;
  }

  /** By what the page shows as whom it believes to act: another one after each change. */
  String mark() {
    return mark;
  }

  void actAs(Acting other) {
    acting = other;
    mark = Randoms.text(NAME_BYTES);
  }

  void use(Instant now) {
    usedAt = now;
  }

  Instant usedAt() {
    return usedAt;
  }

  /** When it ends unless it is used. */
  Instant endsAt(Duration idle) {
    Instant idled = usedAt.plus(idle);
    Instant aged = begunAt.plus(AGE_MAX);
    return idled.isBefore(aged) ? idled : aged;
  }

  /** An answer that may outlive the session, and must not. */
  void stream(HttpServerResponse response) {
    streams.removeIf(one -> one.ended() || one.closed());
    streams.add(response);
  }

  /** Ends what still goes on for it. */
  void end() {
    streams.stream()
        .filter(one -> !one.ended() && !one.closed())
        .forEach(HttpServerResponse::reset);
    streams.clear();
  }
}
