package io.twinlane.write;

import io.twinlane.postgres.Questions;
import io.twinlane.postgres.SqlState;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.IdempotencyKey;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers answers of writes by the keys that clients gave them, in the transaction of the write
 * itself: so the answer is there if, and only if, the write has happened.
 *
 * <p>Who sends a key takes a lock on it for the transaction, or is told that the first one still
 * runs. The table is a migration's.
 */
final class Idempotency {

  private static final Duration PURGE_MAX = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
  private static final String LOCK = "select pg_try_advisory_xact_lock($1)";

  private static final String FIND =
      """
      select fingerprint, reply, tables, everything from twinlane.idempotency
      where owner = $1 and key = $2 and expires_at > clock_timestamp()\
      """;

  /** Once more as the lane's own user: the one that the request runs as has no business here. */
  private static final String OWN_ROLE = "select set_config('role', 'none', true)";

  private static final String KEEP =
      """
      insert into twinlane.idempotency (owner, key, fingerprint, reply, tables, everything, expires_at)
      values ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7::int8 * interval '1 ms')
      on conflict (owner, key) do update set fingerprint = excluded.fingerprint,
        reply = excluded.reply, tables = excluded.tables, everything = excluded.everything,
        expires_at = excluded.expires_at\
      """;

  private static final int PURGED_AT_ONCE = 500;

  /** Few at a time, and not those that somebody else is at. */
  private static final String PURGE =
      """
      delete from twinlane.idempotency where (owner, key) in (
        select owner, key from twinlane.idempotency where expires_at < now()
        order by expires_at limit %d for update skip locked)\
      """
          .formatted(PURGED_AT_ONCE);

  private final Duration keptFor;

  Idempotency(Duration keptFor) {
    this.keptFor = keptFor;
  }

  /** What was answered to a key, and what was written then. */
  record Kept(Reply reply, Set<String> tables, boolean everything) {}

  /**
   * Takes the lock and looks for an answer, in the transaction that is open on a connection.
   * Nothing: the write is to be done.
   */
  Future<Optional<Kept>> begun(SqlConnection connection, IdempotencyKey key, String requestId) {
    Future<RowSet<Row>> locked = connection.preparedQuery(LOCK).execute(Tuple.of(lockOf(key)));
    // its snapshot is younger than the lock
    Future<RowSet<Row>> found =
        connection.preparedQuery(FIND).execute(Tuple.of(key.owner(), key.key()));
    return locked
        .compose(_ -> found)
        .map(_ ->
            locked.result().iterator().next().getBoolean(0)
                ? kept(key, found.result())
                : Optional.of(new Kept(new Failure.StillRunning(), Set.of(), false)))
        .recover(cause -> withoutTable(cause, requestId));
  }

  /** Not the client's mistake, whatever the SQLSTATE would be to a client. */
  private static Future<Optional<Kept>> withoutTable(Throwable cause, String requestId) {
    if (!SqlState.missingTable(cause) && !SqlState.forbidden(cause)) {
      return Future.failedFuture(cause);
    }
    String incident = UUID.randomUUID().toString();
    RequestLine.of(LOG.atError(), requestId)
        .log(
            "incident {}: {}. Run the migrator; let this lane's user select, insert, update and"
                + " delete in twinlane.idempotency.",
            incident,
            SqlState.missingTable(cause) ? "the table is missing" : "the table is not to be used");
    return Future.succeededFuture(
        Optional.of(new Kept(new Failure.Internal(incident), Set.of(), false)));
  }

  private static Optional<Kept> kept(IdempotencyKey key, RowSet<Row> rows) {
    Iterator<Row> found = rows.iterator();
    if (!found.hasNext()) {
      return Optional.empty();
    }
    Row row = found.next();
    if (!row.getString("fingerprint").equals(key.fingerprint())) {
      return Optional.of(new Kept(new Failure.KeyReused(), Set.of(), false));
    }
    return Optional.of(
        new Kept(
            Done.replayed(row.getBuffer("reply").getBytes()),
            Set.of(row.getArrayOfStrings("tables")),
            row.getBoolean("everything")));
  }

  /** Keeps the answer, just before COMMIT. */
  Future<?> keep(
      SqlConnection connection,
      IdempotencyKey key,
      Done done,
      Set<String> tables,
      boolean everything) {
    Future<?> own = connection.query(OWN_ROLE).execute();
    Tuple values =
        Tuple.tuple()
            .addString(key.owner())
            .addString(key.key())
            .addString(key.fingerprint())
            .addBuffer(Buffer.buffer(done.kept()))
            .addArrayOfString(tables.toArray(String[]::new))
            .addBoolean(everything)
            .addLong(keptFor.toMillis());
    Future<?> kept = connection.preparedQuery(KEEP).execute(values);
    return own.compose(_ -> kept);
  }

  /** Forgets what has expired, few at a time. */
  static Future<?> purge(Pool pool) {
    return new Questions(pool)
        .ask(PURGE_MAX, connection -> connection.query(PURGE).execute())
        .compose(rows -> rows.rowCount() < PURGED_AT_ONCE ? Future.succeededFuture() : purge(pool));
  }

  private static long lockOf(IdempotencyKey key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("twinlane idempotency ".getBytes(StandardCharsets.UTF_8));
      digest.update(key.owner().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return ByteBuffer.wrap(digest.digest(key.key().getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
