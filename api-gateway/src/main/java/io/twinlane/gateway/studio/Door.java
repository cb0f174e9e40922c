package io.twinlane.gateway.studio;

import io.twinlane.gateway.rest.RestSettings;
import io.twinlane.gateway.studio.StudioSession.Acting;
import io.twinlane.schema.service.Version;
import io.twinlane.schema.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets people in and out, and tells them as whom they act. Lives on one event loop. */
final class Door {

  private static final int ROLE_BYTES_MAX = 63;
  private static final int CLAIMS_LENGTH_MAX = 3_000;

  private final StudioSettings settings;
  private final RestSettings rest;
  private final StudioSessions sessions;
  private final Cookie cookie;
  private final StudioAudit audit;
  private final WrongOnes wrongOnes;
  private final OneTimeTokens tokens;

  Door(StudioSettings settings, RestSettings rest, StudioSessions sessions, Cookie cookie) {
    this.settings = settings;
    this.rest = rest;
    this.sessions = sessions;
    this.cookie = cookie;
    this.audit = new StudioAudit(settings.audited());
    this.wrongOnes = new WrongOnes(InstantSource.system());
    this.tokens = new OneTimeTokens(InstantSource.system());
  }

  /** The first one-time token. */
  String token() {
    return tokens.made();
  }

  /** Has a new one-time token shown to who sees what the process prints. */
  void renew(RoutingContext context, Function<String, Future<?>> shown) {
    tokens.pauseSeconds().ifPresent(Door::mustWait);
    shown
        .apply(tokens.renewed())
        .onSuccess(_ -> StudioAnswer.done(context))
        .onFailure(context::fail);
  }

  /** Trades a one-time token, or the password, for a session. */
  void logIn(RoutingContext context) {
    JsonObject body = SqlQuestion.object(context.body().buffer());
    if (!(body.getValue("token") instanceof String given)) {
      throw new StudioException(StudioProblem.malformed("the body must be {\"token\": \"…\"}"));
    }
    String by = key(given);
    if (by == null) {
      wrongOnes.add();
      audit.login(null, "");
      throw new StudioException(StudioProblem.wrongToken());
    }
    StudioSession session = sessions.begin();
    audit.login(session, by);
    cookie.give(context.request(), session);
    StudioAnswer.done(context);
  }

  /**
   * By what somebody comes in; null for who does not. Who has the link need not wait for those who
   * guess: it cannot be guessed.
   */
  private @Nullable String key(String given) {
    if (tokens.spend(given)) {
      return "token";
    }
    wrongOnes.waitSeconds().ifPresent(Door::mustWait);
    Secret password = settings.password();
    if (password != null && Randoms.same(password.value(), given)) {
      return "password";
    }
    return null;
  }

  private static void mustWait(long seconds) {
    throw new StudioException(StudioProblem.tooOften(seconds));
  }

  /** Tells the page of its session. */
  void show(RoutingContext context) {
    StudioSession session = Guard.session(context);
    StudioAnswer.json(
        context,
        new JsonObject()
            .put("csrf", session.csrf())
            .put("expiresAt", sessions.endOf(session).toString())
            .put("environment", settings.environment())
            .put("version", Version.NUMBER)
            .put("readOnly", settings.readOnly())
            .put("role", session.acting().role())
            .put("claims", session.acting().claims())
            .put("acting", session.mark())
            .put("anonymousRole", rest.anonymousRole())
            .put("schemas", new JsonArray(rest.schemas())));
  }

  /** Acts as another role from now on. */
  void actAs(RoutingContext context) {
    StudioSession session = Guard.session(context);
    session.actAs(acting(SqlQuestion.object(context.body().buffer())));
    audit.session("role", session);
    StudioAnswer.done(context);
  }

  private static Acting acting(JsonObject body) {
    Object role = body.getValue("role");
    Object claims = body.getValue("claims");
    boolean roleFits =
        role == null
            || (role instanceof String name
                && !name.isEmpty()
                && name.indexOf('\0') < 0
                && name.getBytes(StandardCharsets.UTF_8).length <= ROLE_BYTES_MAX);
    boolean claimsFit =
        claims == null
            || (claims instanceof JsonObject object
                && object.encode().length() <= CLAIMS_LENGTH_MAX);
    if (!roleFits || !claimsFit) {
      throw new StudioException(
          StudioProblem.malformed("the body must be {\"role\": \"…\" or null, \"claims\": {…}}"));
    }
    return new Acting((String) role, claims == null ? new JsonObject() : (JsonObject) claims);
  }

  /** Ends the session. */
  void logOut(RoutingContext context) {
    StudioSession session = Guard.session(context);
    audit.session("logout", session);
    cookie.take(context.request());
    StudioAnswer.done(context);
    sessions.end(session);
  }
}
