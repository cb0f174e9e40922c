package io.twinlane.query;

import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.HeldConnection;
import io.twinlane.postgres.QuickStatements;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Retries;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;

/**
 * Runs reads on PostgreSQL: a statement that has proved quick, and of which it is known what of the
 * request it looks at, goes down a connection that it shares with others; anything else has a
 * connection for itself, where it holds nobody up and can be cancelled.
 *
 * <p>Invariant 2: PostgreSQL enforces that nothing is written, whatever the statement's text says.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class Reads {

  private final Ways ways;
  private final ReadSets readSets;
  private final Statements statements;
  private final Reaching reaching;
  private final Retries retries;
  private final QuickStatements quick;
  private final SlowLog slow;

  Reads(
      Ways ways,
      ReadSets readSets,
      Statements statements,
      Reaching reaching,
      Retries retries,
      QuickStatements quick,
      SlowLog slow) {
    this.slow = slow;
    this.ways = ways;
    this.readSets = readSets;
    this.statements = statements;
    this.reaching = reaching;
    this.retries = retries;
    this.quick = quick;
  }

  /**
   * The ways to PostgreSQL.
   *
   * @param shared onto connections that are shared, alone or with others of the same shape
   * @param connections those that are shared
   * @param sessions for clients who log in themselves
   */
  record Ways(
      Gathering shared,
      SharedConnections connections,
      ExclusiveConnections exclusive,
      SessionReads sessions) {}

  Future<Reply> run(Work work) {
    return work.session() == null
        ? retries.reply(work, () -> reaching.reply(work.deadline(), () -> attempt(work)))
        : retries.reply(work, () -> ways.sessions().run(work));
  }

  /** Stops a read whose client has gone, if it waits or has a connection for itself. */
  void abandon(long ticket) {
    ways.shared().abandon(ticket);
    ways.exclusive().abandon(ticket);
    ways.sessions().abandon(ticket);
  }

  /** Stops all reads that have a connection for themselves: the process ends. */
  void cancelAll() {
    ways.exclusive().cancelAll();
    ways.sessions().cancelAll();
  }

  private Future<Reply> attempt(Work work) {
    SettingsRead settings = settingsRead(work);
    Work sent = work.telling(settings);
    String role = sent.identity().role();
    boolean quickly =
        statements.sharesAsRole(sent)
            && (role == null ? sent.plain() : !settings.all())
            && quick.isQuick(role, sent.statements().getFirst().sql(), ways.exclusive().crowded())
            && ways.connections().serves(role);
    return quickly ? ways.shared().read(sent) : onItsOwn(sent);
  }

  /**
   * What a statement need be told of the request. Where that is none, it leaves a session as it was
   * as well. Where it is not known, it is asked for those who come later.
   */
  private SettingsRead settingsRead(Work work) {
    if (work.plain() || !work.repeatable() || work.statements().size() != 1) {
      return SettingsRead.anything();
    }
    ReadSets.Answer known = readSets.known(work);
    if (known == null && QuickStatements.remembers(work.statements().getFirst().sql())) {
      var _ = readSets.of(work);
    }
    return ReadSets.settings(known);
  }

  private Future<Reply> onItsOwn(Work work) {
    long asked = System.nanoTime();
    return ways.exclusive()
        .use(work, held -> slow.watched(work, asked, timed(work, apart(statements, held, work))));
  }

  /** How a read runs on a connection that it has for itself. */
  static Future<Reply> apart(Statements statements, HeldConnection held, Work work) {
    return statements.aloneSuffices(work)
        ? statements.alone(held.connection(), work)
        : statements.readInTransaction(held, work);
  }

  private Future<Reply> timed(Work work, Future<Reply> running) {
    if (!statements.sharesAsRole(work)) {
      return running;
    }
    long begun = System.nanoTime();
    String sql = work.statements().getFirst().sql();
    return running.onSuccess(
        _ -> quick.took(work.identity().role(), sql, System.nanoTime() - begun));
  }
}
