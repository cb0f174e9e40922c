package io.twinlane.write;

import io.twinlane.postgres.LogPosition;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.shape.Probe;
import io.twinlane.postgres.shape.ScopedText;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.PositionReply;
import io.twinlane.schema.message.PositionRequest;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ShapeReply;
import io.twinlane.schema.message.ShapeRequest;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.service.InTime;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a CACHED lane on a replica must know of the server that is written to: where its log
 * ends, and what a statement is made of. Where no lane reads a replica, nobody asks. Lives on the
 * lane's event loop.
 */
final class PrimaryDesk {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Asking takes a connection; the writes come first. */
  private static final int SHAPES_ASKED_MAX = 2;

  private final Pool pool;
  private final Sessions sessions;
  private final String user;
  private final Map<String, String> everyTransaction;
  private final Positions positions;
  private int shapesAsked;

  /**
   * One that asks as the lane's own user.
   *
   * @param server puts a small question to PostgreSQL
   */
  PrimaryDesk(
      Pool pool,
      Sessions sessions,
      String user,
      Map<String, String> everyTransaction,
      Function<String, Future<RowSet<Row>>> server) {
    this.pool = pool;
    this.sessions = sessions;
    this.user = user;
    this.everyTransaction = everyTransaction;
    this.positions =
        new Positions(() -> position(() -> server.apply(LogPosition.QUESTION_AND_FLUSH)));
  }

  /** Listens at {@link Address#POSITION} and {@link Address#SHAPE}. */
  Future<?> open(EventBus bus) {
    return Future.all(
        bus.<PositionRequest>consumer(
                Address.POSITION.value(), message -> position().onSuccess(message::reply))
            .completion(),
        bus.<ShapeRequest>consumer(
                Address.SHAPE.value(), message -> shape(message.body()).onSuccess(message::reply))
            .completion());
  }

  private Future<Reply> position() {
    return positions
        .afterNow()
        .map(position ->
            position == null
                ? new Failure.Busy(Reason.DATABASE_AWAY)
                : new PositionReply(position));
  }

  /** A server that replays another's log takes no writes, and cannot tell where they end. */
  private static Future<@Nullable String> position(Supplier<Future<RowSet<Row>>> question) {
    return InTime.of(question.get(), PATIENCE)
        .map(rows -> rows.iterator().next())
        .map(row -> LogPosition.replaying(row) ? null : LogPosition.of(row).toString());
  }

  private Future<Reply> shape(ShapeRequest request) {
    if (shapesAsked >= SHAPES_ASKED_MAX) {
      return Future.succeededFuture(new Failure.Busy(Reason.POOL_FULL));
    }
    shapesAsked++;
    ScopedText text = text(request);
    return InTime.of(
            sessions.ask(
                request.work(),
                pool,
                connection -> Probe.shape(connection, text, everyTransaction)),
            PATIENCE)
        .<Reply>map(ShapeReply::new)
        .otherwise(cause -> SqlState.failure(cause, Access.READ_ONLY, Integer.MAX_VALUE))
        .onComplete(_ -> shapesAsked--);
  }

  /** Row-level policies depend on who reads, which need not be who writes. */
  private ScopedText text(ShapeRequest request) {
    Statement statement = request.work().statements().getFirst();
    ScopedText text = ScopedText.of(statement, request.work());
    if (request.work().session() != null) {
      return text;
    }
    String reader = request.user().equals(user) ? null : request.user();
    return new ScopedText(
        text.sql(),
        text.role() == null ? reader : text.role(),
        text.searchPath() == null ? request.searchPath() : text.searchPath());
  }
}
