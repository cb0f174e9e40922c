package io.twinlane.schema.message;

import io.twinlane.schema.catalog.SettingsRead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements for a lane to run as one transaction on one connection.
 *
 * <p>Answered with {@link Done}, or with a {@link Failure} and nothing done. A work whose deadline
 * has passed is dropped before it takes a connection.
 *
 * @param requestId what the logs call the request that asks; clients may choose it
 * @param ticket a number of its own, by which it can be {@link Abandoned}
 * @param identity as whom to run
 * @param settings session settings that hold for this transaction only, by name
 * @param statements at least one, run in order
 * @param transaction how the transaction begins and ends
 * @param deadline when nobody waits any more
 * @param cache what is asked of the CACHED lane's cache
 * @param idempotencyKey what makes it safe to send again; null if nothing does
 * @param session whose session it runs in; null for one of the lane's own
 * @param timed whether the answer is to say where the time went
 */
public record Work(
    String requestId,
    long ticket,
    Identity identity,
    Map<String, String> settings,
    List<Statement> statements,
    Transaction transaction,
    Deadline deadline,
    CacheTerms cache,
    @Nullable IdempotencyKey idempotencyKey,
    @Nullable Session session,
    boolean timed)
    implements Request {

  /** Whose answer need not say where the time went. */
  public Work(
      String requestId,
      long ticket,
      Identity identity,
      Map<String, String> settings,
      List<Statement> statements,
      Transaction transaction,
      Deadline deadline,
      CacheTerms cache,
      @Nullable IdempotencyKey idempotencyKey,
      @Nullable Session session) {
    this(
        requestId,
        ticket,
        identity,
        settings,
        statements,
        transaction,
        deadline,
        cache,
        idempotencyKey,
        session,
        false);
  }

  /** In a session of the lane's own. */
  public Work(
      String requestId,
      long ticket,
      Identity identity,
      Map<String, String> settings,
      List<Statement> statements,
      Transaction transaction,
      Deadline deadline,
      CacheTerms cache,
      @Nullable IdempotencyKey idempotencyKey) {
    this(
        requestId,
        ticket,
        identity,
        settings,
        statements,
        transaction,
        deadline,
        cache,
        idempotencyKey,
        null);
  }

  /** Without a ticket, terms for a cache or a key. */
  public Work(
      String requestId,
      Identity identity,
      Map<String, String> settings,
      List<Statement> statements,
      Transaction transaction,
      Deadline deadline) {
    this(
        requestId,
        0,
        identity,
        settings,
        statements,
        transaction,
        deadline,
        CacheTerms.none(),
        null);
  }

  public Work {
    settings = RequestSettings.copyOf(settings);
    statements = List.copyOf(statements);
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("a work needs at least one statement");
    }
  }

  /**
   * Whether another run of it would be the same in all but the data: it reads, and checks nothing.
   */
  public boolean repeatable() {
    return transaction.equals(Transaction.read()) && checksNothing();
  }

  private boolean checksNothing() {
    for (Statement statement : statements) {
      if (!statement.expectation().equals(Expectation.none())) {
        return false;
      }
    }
    return true;
  }

  /** The same work with other statements. */
  public Work with(List<Statement> others) {
    return copy(settings, others, timed);
  }

  /** The same work, whose answer is to say where the time went. */
  public Work askedForTimes() {
    return copy(settings, statements, true);
  }

  /** The same work, of whose request PostgreSQL is told no more than this. */
  public Work telling(SettingsRead read) {
    return read.all() ? this : copy(RequestSettings.of(settings, read), statements, timed);
  }

  private Work copy(
      Map<String, String> otherSettings, List<Statement> otherStatements, boolean otherTimed) {
    return new Work(
        requestId,
        ticket,
        identity,
        otherSettings,
        otherStatements,
        transaction,
        deadline,
        cache,
        idempotencyKey,
        session,
        otherTimed);
  }

  /** The same work for nobody in particular, with more time or less. */
  public Work until(Deadline other) {
    return new Work(
        requestId,
        0,
        identity,
        settings,
        statements,
        transaction,
        other,
        cache,
        idempotencyKey,
        session);
  }

  /**
   * Whether the statement can run alone: nothing to set before it and nothing to check after it.
   */
  public boolean plain() {
    return identity.role() == null && plainAsWhoever();
  }

  /** Whether the statement can run alone in a session that has the identity's role already. */
  public boolean plainAsWhoever() {
    return settings.isEmpty() && checksNothing() && standsAlone();
  }

  /** Whether the statement does the same without BEGIN, but for what is set before it. */
  public boolean standsAlone() {
    return statements.size() == 1 && idempotencyKey == null && transaction.plain();
  }
}
