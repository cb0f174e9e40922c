package io.twinlane.postgres;

import io.twinlane.postgres.shape.Probe;
import io.twinlane.postgres.shape.ScopedText;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.catalog.Shape.Command;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Recent;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sees to it that whoever writes statements under a token's role does not leave the role, nor claim
 * what the token does not: with {@code RESET ROLE}, or {@code set_config}, anybody could. Only what
 * PostgreSQL can take apart is run, which are queries, changes of rows and EXPLAIN of one of these,
 * and only if nothing that it calls sets anything, or runs text as SQL.
 *
 * <p>What a function of the team's does in another language than SQL is the team's own business, as
 * it is when the function is called over REST. Lives on one event loop.
 */
final class RoleGuard {

  private static final int REMEMBERED_MAX = 1_000;
  private static final int LENGTH_MAX = 16_384;
  private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * PostgreSQL's own functions that set what is around a statement, or run SQL of their argument.
   */
  private static final Pattern LEAVES =
      Pattern.compile(
          "set_config|.*_to_xml.*|cursor_to_.*|ts_stat|ts_rewrite|lo_.*|lowrite|loread|setseed"
              + "|pg_notify|pg_logical_emit_message");

  /** What extensions bring that is written in C, VOLATILE or STABLE, and known to be harmless. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "uuid_generate_v.*|gen_random_.*|gen_salt|crypt|digest|hmac|(en|de)crypt.*|pgp_.*|.*similarity.*"
              + "|show_limit|st_.*|geography.*|geometry.*|unaccent.*");

  /** A view whose rule on UPDATE is {@code set_config}, which no tree of a statement shows. */
  private static final String SETTINGS = "pg_settings";

  /** By which the gateway has a batch read only, where its statements could make it write again. */
  private static final String READ_ONLY = "set transaction read only";

  private final Map<ScopedText, Long> harmless = new Recent<>(REMEMBERED_MAX);

  /**
   * {@link Noted} if every statement of a work keeps its role, or a {@link Failure}. Never fails.
   */
  Future<Reply> kept(Work work, Pool pool) {
    Future<Reply> sure = Future.succeededFuture(new Noted());
    for (Statement statement : work.statements()) {
      if (statement.sql().equals(READ_ONLY)) {
        continue;
      }
      Statement explained = explained(statement);
      ScopedText text = ScopedText.of(explained, work);
      String before = before(statement.sql(), explained.sql());
      sure =
          sure.compose(reply ->
              reply instanceof Noted ? kept(text, before, pool) : Future.succeededFuture(reply));
    }
    return sure;
  }

  private static Statement explained(Statement statement) {
    String about = Explained.statement(statement.sql());
    return about.isBlank() || about.equals(statement.sql())
        ? statement
        : new Statement(about, statement.parameters(), statement.columns());
  }

  private static String before(String sql, String explained) {
    return sql.substring(0, sql.length() - explained.length());
  }

  private Future<Reply> kept(ScopedText text, String before, Pool pool) {
    Long seen = harmless.get(text);
    if (seen != null && System.nanoTime() - seen < REMEMBERED_NANOS) {
      return Future.succeededFuture(new Noted());
    }
    return new Questions(pool)
        .ask(connection -> Probe.shape(connection, text, Map.of()))
        .map(shape -> judged(text, shape))
        .otherwise(cause ->
            cause instanceof PgException answer && SqlState.answered(answer)
                ? unread(text, before, answer)
                : SqlState.notSent(cause));
  }

  private static Failure unread(ScopedText text, String before, PgException answer) {
    return Mistake.in(text.sql(), answer)
        ? Mistake.told(answer, before)
        : refused(String.valueOf(answer.getMessage()));
  }

  private Reply judged(ScopedText text, Shape shape) {
    boolean leaves =
        !shape.complete()
            || changesSettings(shape)
            || shape.functions().stream().anyMatch(RoleGuard::leaves);
    if (leaves) {
      return refused("it may leave the role");
    }
    if (text.sql().length() <= LENGTH_MAX) {
      harmless.put(text, System.nanoTime());
    }
    return new Noted();
  }

  private static boolean changesSettings(Shape shape) {
    return !Set.of(Command.SELECT).containsAll(shape.commands())
        && shape.relations().stream()
            .anyMatch(relation -> relation.ofSystem() && relation.name().equals(SETTINGS));
  }

  /** What is not PostgreSQL's own, and written in C, may run text as SQL: some extensions do. */
  private static boolean leaves(Shape.Function function) {
    if (function.builtIn()) {
      return LEAVES.matcher(function.name()).matches();
    }
    boolean compiled = function.language().equals("c") || function.language().equals("internal");
    return compiled && function.volatility() != 'i' && !HARMLESS.matcher(function.name()).matches();
  }

  private static Failure refused(String why) {
    return new Failure.Refused(
        "42501",
        "with a token, only queries and changes of rows are run that keep its role",
        why,
        "Log in with a user and a password to run anything else",
        -1);
  }
}
