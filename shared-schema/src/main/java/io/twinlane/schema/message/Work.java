package io.twinlane.schema.message;

import java.util.List;
import java.util.Map;

/**
 * Statements for a lane to run as one transaction on one connection.
 *
 * <p>Answered with {@link Done}, or with a {@link Failure} and nothing done. A work whose deadline
 * has passed is dropped before it takes a connection.
 *
 * @param requestId what the logs call the request that asks
 * @param identity as whom to run
 * @param settings session settings that hold for this transaction only, by name
 * @param statements at least one, run in order
 * @param transaction how the transaction begins and ends
 * @param expectation what must hold of the last statement before the transaction may commit
 * @param deadline when nobody waits any more
 * @param cache what is asked of the CACHED lane's cache
 */
public record Work(
    String requestId,
    Identity identity,
    Map<String, String> settings,
    List<Statement> statements,
    Transaction transaction,
    Expectation expectation,
    Deadline deadline,
    CacheTerms cache)
    implements Request {

  /** Without terms for a cache. */
  public Work(
      String requestId,
      Identity identity,
      Map<String, String> settings,
      List<Statement> statements,
      Transaction transaction,
      Expectation expectation,
      Deadline deadline) {
    this(
        requestId,
        identity,
        settings,
        statements,
        transaction,
        expectation,
        deadline,
        CacheTerms.none());
  }

  public Work {
    settings = Map.copyOf(settings);
    statements = List.copyOf(statements);
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("a work needs at least one statement");
    }
  }

  /**
   * Whether another run of it would be the same in all but the data: it reads, and checks nothing.
   */
  public boolean repeatable() {
    return transaction.equals(Transaction.read()) && expectation.equals(Expectation.none());
  }

  /** The same work, with more time or less. */
  public Work until(Deadline other) {
    return new Work(
        requestId, identity, settings, statements, transaction, expectation, other, cache);
  }

  /**
   * Whether the statement can run alone: nothing to set before it and nothing to check after it.
   */
  public boolean plain() {
    return statements.size() == 1
        && settings.isEmpty()
        && identity.role() == null
        && expectation.equals(Expectation.none())
        && transaction.plain();
  }
}
