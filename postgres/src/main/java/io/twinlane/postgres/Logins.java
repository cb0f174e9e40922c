package io.twinlane.postgres;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.service.Recent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds out whether the password of a session is its user's. PostgreSQL is asked by a real login,
 * and its word is remembered for a while, with a salted hash of the password: a yes for as long as
 * the settings say, so that a password that was changed is locked out by then, and at once when
 * another one was accepted; a no for a few seconds, so that nobody is asked the same again and
 * again.
 *
 * <p>A server that asks for no password has proved nothing, and is refused unless the settings say
 * otherwise. Lives on one event loop.
 */
final class Logins {

  private static final int REMEMBERED_MAX = 10_000;
  private static final int AT_ONCE_MAX = 4;
  private static final long PROVED_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Ways to log in that are proved by what the session has as its password. */
  private static final Set<String> BY_PASSWORD =
      Set.of("scram-sha-256", "md5", "password", "ldap", "radius", "pam", "bsd");

  /** {@code system_user} tells from this version on. */
  private static final int TELLS_METHOD = 16;

  private final Vertx vertx;
  private final Connections connections;
  private final SessionSettings settings;
  private final Admission strangers;

  /** Those who were let in before do not wait behind those who guess. */
  private final Admission known;

  private final byte[] salt = new byte[32];
  private final Map<String, Accepted> accepted = new Recent<>(REMEMBERED_MAX);
  private final Map<String, Refused> refused = new Recent<>(REMEMBERED_MAX);
  private final LoginLimits limits = new LoginLimits();
  private final Map<String, Future<Reply>> asked = new HashMap<>();

  Logins(Vertx vertx, Connections connections, SessionSettings settings, PoolBook book) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
    this.strangers = new Admission(vertx, AT_ONCE_MAX, connections.pool(), book);
    this.known = new Admission(vertx, AT_ONCE_MAX, connections.pool(), book);
    new SecureRandom().nextBytes(salt);
  }

  /** A password that was accepted, and until when it is proved that another one would not be. */
  private record Accepted(String hash, long untilNanos, long provedUntilNanos) {}

  private record Refused(Failure failure, long untilNanos) {}

  /** {@link Noted} if the session may be had, and a {@link Failure} otherwise. */
  Future<Reply> login(Session session, Deadline deadline) {
    if (!settings.allows(session.database(), session.user())) {
      return Future.succeededFuture(notAllowed(session));
    }
    long now = System.nanoTime();
    String hash = hash(session);
    Accepted before = accepted.get(account(session));
    boolean same = before != null && before.hash().equals(hash);
    if (before != null && same && before.untilNanos() - now > 0) {
      return Future.succeededFuture(new Noted());
    }
    Refused no = refused.get(hash);
    if (no != null && no.untilNanos() - now > 0) {
      return Future.succeededFuture(no.failure());
    }
    Future<Reply> running = asked.get(hash);
    if (running != null) {
      return running;
    }
    return !same && !limits.admits(account(session), now)
        ? Future.succeededFuture(new Failure.Busy(Reason.LOGIN_REFUSED))
        : ask(session, hash, same ? known : strangers, deadline);
  }

  /** A connection of the session was refused: its password is not what it was. */
  void forget(Session session) {
    accepted.remove(account(session));
  }

  private Future<Reply> ask(Session session, String hash, Admission admission, Deadline deadline) {
    Future<Reply> answer =
        admission
            .admitted(new Admission.Visitor(deadline, () -> true), () -> limited(session))
            .otherwise(SqlState::ofLogin);
    if (!answer.isComplete()) {
      asked.put(hash, answer);
    }
    return answer.onSuccess(reply -> {
      asked.remove(hash);
      learn(session, hash, reply);
    });
  }

  /** A login that gets no answer is given up. */
  private Future<Reply> limited(Session session) {
    Promise<Reply> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            connections.pool().connectTimeout().toMillis() * 2,
            _ -> answer.tryComplete(new Failure.Busy(Reason.DATABASE_AWAY)));
    tried(session).onSuccess(answer::tryComplete).onFailure(answer::tryFail);
    return answer.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private void learn(Session session, String hash, Reply reply) {
    long now = System.nanoTime();
    String account = account(session);
    if (reply instanceof Noted) {
      Accepted before = accepted.get(account);
      long proved =
          before == null || before.provedUntilNanos() - now < 0
              ? now + PROVED_NANOS
              : before.provedUntilNanos();
      accepted.put(account, new Accepted(hash, now + settings.rememberedFor().toNanos(), proved));
      limits.right(account);
    } else if (reply instanceof Failure.Refused no) {
      refused.put(hash, new Refused(no, now + REFUSED_NANOS));
      limits.wrong(account, now);
    }
  }

  private Future<Reply> tried(Session session) {
    return connections
        .ofClient(session.database(), session.user(), session.password())
        .single(vertx)
        .compose(connection ->
            checked(session, connection).eventually(connection::close).recover(this::failed))
        .recover(this::failed);
  }

  private Future<Reply> failed(Throwable cause) {
    return Future.succeededFuture(SqlState.ofLogin(cause));
  }

  /**
   * Whether the server let the session in for its password. A newer one tells how it did; but there
   * may be something between that lets anybody in, and an older one tells nothing: so now and then
   * it must refuse another password.
   */
  private Future<Reply> checked(Session session, PgConnection connection) {
    if (settings.trusting()) {
      return Future.succeededFuture(new Noted());
    }
    Accepted before = accepted.get(account(session));
    boolean proved = before != null && before.provedUntilNanos() - System.nanoTime() > 0;
    boolean tells = connection.databaseMetadata().majorVersion() >= TELLS_METHOD;
    return (tells ? byPassword(connection) : Future.succeededFuture(true))
        .compose(told -> told && !proved ? refusesAnother(session) : Future.succeededFuture(told))
        .map(sure -> sure ? new Noted() : trusted(session));
  }

  private static Future<Boolean> byPassword(PgConnection connection) {
    return connection
        .query("select system_user")
        .execute()
        .map(rows -> {
          Row row = rows.iterator().next();
          String method = row.getString(0);
          return method != null && BY_PASSWORD.contains(method.substring(0, method.indexOf(':')));
        });
  }

  /** An older server does not tell how it let somebody in: it must not do so for any password. */
  private Future<Boolean> refusesAnother(Session session) {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String another = HexFormat.of().formatHex(random);
    return connections
        .ofClient(session.database(), session.user(), another)
        .single(vertx)
        .compose(PgConnection::close)
        .map(false)
        .recover(cause ->
            SqlState.loginRefused(cause)
                ? Future.succeededFuture(true)
                : Future.failedFuture(cause));
  }

  private static Failure notAllowed(Session session) {
    return new Failure.Refused(
        "28000",
        "user \"%s\" may not use database \"%s\" here"
            .formatted(session.user(), session.database()),
        null,
        "SQL_DATABASES and SQL_USERS say who may use what",
        -1);
  }

  private static Failure trusted(Session session) {
    return new Failure.Refused(
        "28000",
        "PostgreSQL lets user \"%s\" in without a password, so that none can be checked"
            .formatted(session.user()),
        null,
        "Let pg_hba.conf ask for scram-sha-256, or set SQL_TRUSTED_LOGINS=true",
        -1);
  }

  private static String account(Session session) {
    return session.database() + '\0' + session.user();
  }

  private String hash(Session session) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] text = (account(session) + '\0' + session.password()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC with SHA-256", e);
    }
  }
}
