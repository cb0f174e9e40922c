package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of a {@link Work}: alone on a client, or as a transaction on a connection.
 *
 * <p>Its futures fail with what the driver failed with; {@link SqlState} makes a {@link Failure} of
 * it.
 *
 * @param bytesMax the largest answer that one statement may have
 * @param everyTransaction settings that each transaction begins with; none where sessions keep them
 * @param application what the lane is called in {@code pg_stat_activity}, where a transaction that
 *     has settings is to be called by its request as well; null where it is not
 * @param told how traces tell of them
 */
public record Statements(
    int bytesMax,
    Map<String, String> everyTransaction,
    @Nullable String application,
    StatementSpans told) {

  /** PostgreSQL keeps no more of a name, in bytes. */
  private static final int APPLICATION_MAX = 63;

  /** With nothing of a request in the server. */
  public Statements(int bytesMax, Map<String, String> everyTransaction, StatementSpans told) {
    this(bytesMax, everyTransaction, null, told);
  }

  public Statements {
    // the order stays, so that the statement's text is always the same
    everyTransaction = Collections.unmodifiableMap(new LinkedHashMap<>(everyTransaction));
  }

  /** The limit that the settings give, 16 MiB if they give none. */
  public static int bytesMax(Environment env) {
    return (int) env.bytes("RESULT_MAX_BYTES", 1_024, 1 << 30, 16 << 20);
  }

  /** Whether PostgreSQL is told of requests, as the settings have it. */
  public static boolean tellRequests(Environment env) {
    return env.oneOf("SQL_REQUEST_ID", RequestIdAs.class, RequestIdAs.OFF)
        == RequestIdAs.APPLICATION_NAME;
  }

  private enum RequestIdAs {
    OFF,
    APPLICATION_NAME
  }

  /** The same, with transactions called by their requests where they have settings. */
  public Statements telling(String lane) {
    return new Statements(bytesMax, everyTransaction, lane, told);
  }

  /** Runs look-ups of many keys as one. */
  public Lookups lookups() {
    return new Lookups(bytesMax, told);
  }

  /** Whether a work needs nothing around its only statement. */
  public boolean aloneSuffices(Work work) {
    return work.plain() && everyTransaction.isEmpty();
  }

  /** Whether it does in a session that has the work's role. */
  public boolean aloneSufficesAsRole(Work work) {
    return work.plainAsWhoever() && everyTransaction.isEmpty();
  }

  /**
   * Whether a work can be sent down a connection that others share and that has its role: alone, or
   * as one exchange with its settings.
   */
  public boolean sharesAsRole(Work work) {
    return aloneSufficesAsRole(work) || (everyTransaction.isEmpty() && exchange(work).takes(work));
  }

  /**
   * Runs such a work down such a connection. Null where it turns out that it needs one for itself;
   * then nothing of it is left.
   */
  public Future<@Nullable Reply> shared(PipelinedConnection connection, Work work) {
    return work.plainAsWhoever()
        ? alone(connection.client(), work).map(reply -> reply)
        : connection.run(exchange(work), work, told);
  }

  private ReadExchange exchange(Work work) {
    return new ReadExchange(told(work), bytesMax);
  }

  /** Runs the only statement of such a work, in a transaction of its own. */
  public Future<Reply> alone(SqlClient client, Work work) {
    return run(TracePoint.here(), client, work.statements().getFirst())
        .map(result -> new Done(List.of(result)));
  }

  /**
   * Runs a work between BEGIN and COMMIT. What precedes COMMIT is sent at once, and of a read
   * COMMIT as well, without waiting for one answer before the next question. Any failure, and any
   * row count that is not as expected, rolls back.
   */
  public Future<Reply> inTransaction(HeldConnection held, Work work, Steps steps) {
    return steps.equals(Steps.NONE) && work.repeatable()
        ? atOnce(held, work)
        : stepByStep(held, work, steps);
  }

  /** Where nothing is looked at before it, COMMIT is sent with the rest. */
  private Future<Reply> atOnce(HeldConnection held, Work work) {
    SqlConnection connection = held.connection();
    Future<?> begin = begin(held, work.transaction());
    Future<List<Result>> results = sendAll(held, work, begin);
    Future<?> commit = told.commit(held.point(), connection.query("COMMIT").execute());
    return Future.join(results, commit)
        .<Reply>map(_ -> tooLarge(results.result()).orElseGet(() -> new Done(results.result())))
        .recover(cause ->
            // it has ended a transaction that had failed as well
            commit.succeeded() ? Future.failedFuture(cause) : rollBack(connection, cause));
  }

  private Future<Reply> stepByStep(HeldConnection held, Work work, Steps steps) {
    SqlConnection connection = held.connection();
    Future<?> begin = begin(held, work.transaction());
    return steps
        .begun(connection)
        .recover(cause -> Future.failedFuture(begin.failed() ? begin.cause() : cause))
        .compose(answer ->
            answer.isPresent()
                ? rollBack(connection).map(answer.get())
                : sendAll(held, work, begin)
                    .compose(results -> end(held, work, new Done(results), steps)))
        .recover(cause -> rollBack(connection, cause));
  }

  /**
   * Runs a work that reads, on a connection whose sessions PostgreSQL lets write nothing: in one
   * exchange where that is possible, and between BEGIN and COMMIT otherwise.
   */
  public Future<Reply> readInTransaction(HeldConnection held, Work work) {
    ReadExchange exchange = new ReadExchange(settings(work), bytesMax);
    return everyTransaction.isEmpty() && exchange.takes(work)
        ? exchanged(
            held,
            work,
            Steps.NONE,
            exchange.run(held.point(), Sockets.wire(held.connection()), work, told))
        : inTransaction(held, work, Steps.NONE);
  }

  /**
   * Runs a work that commits, and whose steps have nothing to do in it: in one exchange where that
   * is possible, and between BEGIN and COMMIT otherwise.
   *
   * @param echoes whether a row that it adds is there for certain, and about as large as what is
   *     given for it
   */
  public Future<Reply> write(HeldConnection held, Work work, Steps steps, boolean echoes) {
    WriteExchange exchange = new WriteExchange(settings(work), bytesMax);
    return everyTransaction.isEmpty() && exchange.takes(work, echoes)
        ? exchanged(held, work, steps, exchange.run(held, work, told))
        : inTransaction(held, work, steps);
  }

  /**
   * What an exchange has given, as part of the work's trace, though it ends in no context of
   * Vert.x's; where it turned out to be impossible, a transaction.
   */
  private Future<Reply> exchanged(
      HeldConnection held, Work work, Steps steps, Future<@Nullable Reply> exchange) {
    return held.point()
        .after(exchange)
        .compose(reply ->
            reply == null ? inTransaction(held, work, steps) : Future.succeededFuture(reply));
  }

  /**
   * Runs a work that reads, and gives the rows of its last statement piece by piece to a taker
   * whose answer is waited for before the next one is read.
   */
  public Future<Reply> stream(HeldConnection held, Work work, Function<Buffer, Future<?>> taker) {
    SqlConnection connection = held.connection();
    Statement last = work.statements().getLast();
    List<Statement> declared = new ArrayList<>(work.statements());
    declared.removeLast();
    declared.add(new Statement(RowCursor.declared(last.sql()), last.parameters(), List.of()));
    Future<?> begin = begin(held, work.transaction());
    return sendAll(held, work.with(declared), begin)
        .compose(results ->
            new RowCursor(connection, last.columns(), bytesMax, taker).read().map(_ -> results))
        .compose(results -> commit(held, new Done(results)))
        .recover(cause ->
            rollBack(connection, cause)
                .recover(failed ->
                    failed instanceof ReplyException
                        ? Future.succeededFuture(Failure.Refused.cancelled())
                        : Future.failedFuture(failed)));
  }

  private Future<?> begin(HeldConnection held, Transaction transaction) {
    Future<?> begin = held.connection().query(beginSql(transaction)).execute();
    held.beginning(begin);
    return begin;
  }

  /**
   * What follows is sent without waiting for its answer, and must not run by itself. A replica
   * refuses to begin what is serializable, and what is to write; but in a session that writes
   * anyway the latter need not be said.
   */
  private String beginSql(Transaction transaction) {
    return everyTransaction.isEmpty() && transaction.isolation() != Isolation.SERIALIZABLE
        ? transaction.beginSql()
        : transaction.beginSqlAnywhere();
  }

  private Future<List<Result>> sendAll(HeldConnection held, Work work, Future<?> begin) {
    SqlConnection connection = held.connection();
    List<Future<?>> sent = new ArrayList<>();
    sent.add(begin);
    Map<String, String> settings = settings(work);
    if (!settings.isEmpty()) {
      sent.add(set(connection, settings));
    }
    List<Future<Result>> results = new ArrayList<>();
    for (Statement statement : work.statements()) {
      results.add(numbered(run(held.point(), connection, statement), results.size()));
    }
    sent.addAll(results);
    // the first one to fail is the cause: those behind it only say that the transaction is aborted
    return Future.join(sent)
        .map(_ -> results.stream().map(Future::result).toList())
        .recover(_ ->
            Future.failedFuture(
                begin.failed() && someRanAlone(begin.cause(), results)
                    ? new IOException("statements ran without their transaction")
                    : firstCause(sent)));
  }

  /**
   * Whether a statement has run without its transaction, and so may have written: a server that was
   * a replica at BEGIN may have been promoted since. Where one is refused because the server takes
   * no writes, the others have not written either.
   */
  private static boolean someRanAlone(Throwable begin, List<Future<Result>> results) {
    boolean stillTakesNoWrites =
        SqlState.takesNoWrites(begin)
            && results.stream()
                .anyMatch(result -> result.failed() && SqlState.takesNoWrites(result.cause()));
    return !stillTakesNoWrites && results.stream().anyMatch(Future::succeeded);
  }

  private static Future<Result> numbered(Future<Result> ran, int number) {
    return ran.recover(cause -> Future.failedFuture(new StatementException(number, cause)));
  }

  private Future<Reply> end(HeldConnection held, Work work, Done done, Steps steps) {
    SqlConnection connection = held.connection();
    Optional<Reply> unexpected =
        tooLarge(done.results()).or(() -> unexpected(work, done.results()));
    if (unexpected.isPresent()) {
      return rollBack(connection).map(unexpected.get());
    }
    return work.transaction().ending() == Ending.COMMIT
        ? steps.beforeCommit(connection, done).compose(_ -> commit(held, done))
        : rollBack(connection).map(done);
  }

  /** Each result has kept to the limit; together they must as well. */
  private Optional<Reply> tooLarge(List<Result> results) {
    long bytes = results.stream().mapToLong(result -> result.body().length()).sum();
    return bytes > bytesMax ? Optional.of(new Failure.TooLarge(bytesMax)) : Optional.empty();
  }

  private static Optional<Reply> unexpected(Work work, List<Result> results) {
    for (int i = 0; i < results.size(); i++) {
      Expectation expectation = work.statements().get(i).expectation();
      Result result = results.get(i);
      if (!expectation.holds(result)) {
        return Optional.of(new Failure.Unexpected(expectation, result.rows(), i));
      }
    }
    return Optional.empty();
  }

  private Future<Reply> commit(HeldConnection held, Done done) {
    if (!held.beginsToCommit()) {
      return rollBack(held.connection()).map(Failure.Refused.cancelled());
    }
    return told.commit(held.point(), held.connection().query("COMMIT").execute()).map(done);
  }

  private static Future<Reply> rollBack(SqlConnection connection, Throwable cause) {
    return rollBack(connection).transform(_ -> Future.failedFuture(cause));
  }

  /** Once more if a cancel request hit it, so that the connection is clean for whoever is next. */
  private static Future<?> rollBack(SqlConnection connection) {
    return connection
        .query("ROLLBACK")
        .execute()
        .recover(_ -> connection.query("ROLLBACK").execute());
  }

  private static Throwable firstCause(List<Future<?>> futures) {
    for (Future<?> future : futures) {
      Throwable cause = future.cause();
      if (cause != null) {
        return cause;
      }
    }
    throw new IllegalStateException("nothing failed");
  }

  private Future<Result> run(TracePoint point, SqlClient client, Statement statement) {
    return told.statement(
        point,
        statement,
        client
            .preparedQuery(statement.sql())
            .collecting(RowWriter.collector(statement.columns(), bytesMax))
            .execute(tuple(statement.parameters()))
            .map(rows -> rows.value().result(rows.rowCount())));
  }

  private static Tuple tuple(List<?> parameters) {
    Tuple tuple = Tuple.tuple();
    parameters.forEach(tuple::addValue);
    return tuple;
  }

  private Map<String, String> settings(Work work) {
    Map<String, String> settings = told(work);
    String role = work.identity().role();
    if (role != null) {
      settings.put("role", role);
    }
    name(work, settings);
    return settings;
  }

  /** The same in a session that has the work's role. */
  private Map<String, String> told(Work work) {
    Map<String, String> settings = new LinkedHashMap<>(everyTransaction);
    settings.putAll(work.settings());
    name(work, settings);
    return settings;
  }

  private void name(Work work, Map<String, String> settings) {
    if (application != null && !settings.isEmpty()) {
      // a statement that is sent anyway: its text stays the same, and what runs alone stays alone
      String name = application + " " + work.requestId();
      settings.put("application_name", name.substring(0, Math.min(APPLICATION_MAX, name.length())));
    }
  }

  /** One statement for all, in force until the transaction ends. */
  private static Future<?> set(SqlConnection connection, Map<String, String> settings) {
    Tuple values = Tuple.tuple();
    settings.forEach((name, value) -> values.addString(name).addString(value));
    return connection.preparedQuery(SetConfig.sql(settings.size())).execute(values);
  }
}
