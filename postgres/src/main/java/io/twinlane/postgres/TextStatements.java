package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the statements of SQL over HTTP, whose texts are a client's own, on a connection of the
 * client's: alone, with nothing around them, or as a transaction. The results are in PostgreSQL's
 * own text.
 *
 * <p>Its futures fail as those of {@link WireHandler#run}.
 *
 * @param bytesMax the largest answer that a work may have
 * @param readOnly whether the connections are of the CACHED lane, so that nobody may make them
 *     write
 * @param told how traces tell of them
 */
public record TextStatements(int bytesMax, boolean readOnly, StatementSpans told) {

  private static final String SET = "select set_config($1, $2, false)";
  private static final Set<String> APPLICATION = Set.of("application_name");

  /** By which a session of the CACHED lane would let itself write. */
  private static final Set<String> FORBIDDEN =
      Set.of("default_transaction_read_only", "transaction_read_only");

  /** Runs the only statement of a work, outside any transaction block. */
  public Future<Reply> alone(HeldConnection held, Work work) {
    WireHandler wire = wire(held);
    return prepared(wire, work, Traces.ANYTHING)
        .compose(_ -> {
          wire.session().leaves(Traces.ANYTHING);
          return all(wire, held.point(), work, List.of(), false);
        })
        .map(Done::new);
  }

  /**
   * Whether PostgreSQL has begun to run the statement that was last sent alone; a text that it
   * could not read has done nothing.
   */
  public boolean ran(HeldConnection held) {
    return wire(held).ran();
  }

  /**
   * Runs the only statement of a work that is known to leave no more than this in its session, and
   * lets PostgreSQL keep it prepared.
   */
  public Future<Reply> known(HeldConnection held, Work work, Traces traces) {
    return prepared(wire(held), work, traces)
        .compose(_ -> {
          wire(held).session().leaves(traces);
          return exchange(held, held.point(), work)
              .recover(cause ->
                  SqlState.spoilsTheConnection(cause)
                      ? unprepared(held, held.point(), work)
                      : Future.failedFuture(cause));
        });
  }

  /**
   * The same for one that adds a row and gives it back, where that {@link #fits}: it is committed
   * before it is seen.
   */
  public Future<Reply> added(HeldConnection held, Work work, Traces traces) {
    return Echo.orUnknown(known(held, work, traces));
  }

  /**
   * Whether a row that a work's only statement adds can be given back for certain, where it is
   * about as large as what is given for it.
   */
  public boolean fits(Work work) {
    return Echo.fits(work.statements().getFirst(), bytesMax);
  }

  /**
   * Sends the only statement of a work that leaves nothing in its session, where that is {@link
   * #prepared}. Fails also where what is prepared is of no use any more, since there was DDL.
   */
  Future<Reply> exchange(HeldConnection held, TracePoint point, Work work) {
    return all(wire(held), point, work, List.of(), true).map(Done::new);
  }

  /** Sends it where what is prepared is of no use any more, which goes with everything else. */
  Future<Reply> unprepared(HeldConnection held, TracePoint point, Work work) {
    wire(held).session().leaves(Traces.ANYTHING);
    return all(wire(held), point, work, List.of(), false).map(Done::new);
  }

  /** Whether all that such a work needs is one exchange, if its session is prepared. */
  static boolean oneExchangeSuffices(Work work) {
    return work.statements().size() == 1
        && work.identity().role() == null
        && form(work.statements().getFirst()).raw();
  }

  /**
   * Done when the session has the settings of a work's client, and no others, for a statement that
   * leaves nothing in it.
   */
  Future<Void> prepared(HeldConnection held, Work work) {
    return prepared(wire(held), work, Traces.NOTHING);
  }

  /**
   * Runs a work between BEGIN and COMMIT; any failure rolls back. The statements must not be of
   * those that end a transaction.
   *
   * @param traces what they may leave in the session
   */
  public Future<Reply> inTransaction(HeldConnection held, Work work, Steps steps, Traces traces) {
    WireHandler wire = wire(held);
    Command begin = Command.of(work.transaction().beginSql());
    return prepared(wire, work, traces)
        .compose(_ -> {
          wire.session().leaves(traces);
          return all(wire, held.point(), work, List.of(begin), false);
        })
        .map(Done::new)
        .compose(done ->
            steps.beforeCommit(held.connection(), done).compose(_ -> commit(held, wire, done)))
        .recover(cause -> rolledBack(wire, cause));
  }

  /**
   * Nothing is left in the session that another statement could see without looking for it, once
   * this is done. Fails if that cannot be said.
   */
  static Future<?> reset(WireHandler wire) {
    Future<?> ended = wire.status() == 'I' ? Future.succeededFuture() : run(wire, "ROLLBACK");
    return switch (wire.status() == 'I' ? wire.session().traces() : Traces.ANYTHING) {
      // what sequences remember may stay until somebody may look at it
      case NOTHING, NUMBERS, SEQUENCES -> ended;
      case ANYTHING ->
          ended
              .compose(_ -> run(wire, "DISCARD ALL"))
              .onSuccess(_ -> wire.session().undone(Traces.ANYTHING));
    };
  }

  private static Future<Void> run(WireHandler wire, String sql) {
    return wire.run(List.of(Command.of(sql)));
  }

  private static WireHandler wire(HeldConnection held) {
    return Sockets.wire(held.connection());
  }

  /**
   * What a token gives, for this transaction: its role, and what policies may look at. It is given
   * again before each statement, with what decides how a text is read, since an earlier one was
   * judged, and might have changed it all the same.
   */
  private static Optional<Command> asRole(Work work) {
    String role = work.identity().role();
    if (role == null) {
      return Optional.empty();
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("role", role);
    settings.put("standard_conforming_strings", "on");
    settings.put("client_encoding", "UTF8");
    settings.putAll(work.settings());
    return Optional.of(SetConfig.command(settings, false));
  }

  /**
   * @param traces of what is to run
   */
  private Future<Void> prepared(WireHandler wire, Work work, Traces traces) {
    Traces left = wire.session().traces();
    boolean seen = left != Traces.ANYTHING && !left.hiddenFrom(traces);
    Future<?> forgotten =
        seen
            ? run(wire, "DISCARD SEQUENCES").onSuccess(_ -> wire.session().undone(Traces.SEQUENCES))
            : Future.succeededFuture();
    return forgotten
        .compose(_ -> set(wire, work))
        // nothing of the client's own was sent yet
        .recover(cause ->
            Future.failedFuture(
                cause instanceof StatementException ? cause : new NotSentException(cause)));
  }

  private Future<Void> set(WireHandler wire, Work work) {
    Map<String, String> wanted = new HashMap<>(session(work).settings());
    if (readOnly) {
      wanted.keySet().removeAll(FORBIDDEN);
    }
    if (wanted.equals(wire.session().settings())) {
      return Future.succeededFuture();
    }
    boolean others = !wire.session().settings().isEmpty();
    if (others) {
      wire.session().leaves(Traces.ANYTHING);
    }
    List<Command> sets =
        wanted.entrySet().stream()
            .map(setting -> Command.of(SET, setting.getKey(), setting.getValue()))
            .toList();
    return (others ? reset(wire) : Future.succeededFuture())
        .compose(_ -> {
          // what the client calls itself may stay, as nothing is done by it
          wire.session()
              .leaves(APPLICATION.containsAll(wanted.keySet()) ? Traces.NOTHING : Traces.ANYTHING);
          return wire.run(sets);
        })
        .onSuccess(_ -> wire.session().settings(wanted))
        .onFailure(_ -> wire.session().leaves(Traces.ANYTHING));
  }

  private static Session session(Work work) {
    return Objects.requireNonNull(work.session(), "a work of SQL over HTTP has a session");
  }

  private Future<List<Result>> all(
      WireHandler wire, TracePoint point, Work work, List<Command> before, boolean named) {
    boolean raw = work.statements().stream().allMatch(statement -> form(statement).raw());
    return told.ofClient(
        point,
        work,
        raw
            ? atOnce(wire, work, before, named)
            : wire.run(before).compose(_ -> oneByOne(wire, work, new Results(bytesMax))));
  }

  private Future<List<Result>> atOnce(
      WireHandler wire, Work work, List<Command> before, boolean named) {
    Results results = new Results(bytesMax);
    List<Command> commands = new ArrayList<>(before);
    for (Statement statement : work.statements()) {
      asRole(work).ifPresent(commands::add);
      Command.Taker taker = results.next(form(statement), Map.of());
      commands.add(new Command(statement.sql(), statement.parameters(), named, taker));
    }
    return wire.run(commands).map(_ -> results.all());
  }

  /** Where JSON's own types are wanted, it must be known what is an array before a row comes. */
  private Future<List<Result>> oneByOne(WireHandler wire, Work work, Results results) {
    List<Command> role = asRole(work).stream().toList();
    Future<?> ran = Future.succeededFuture();
    for (Statement statement : work.statements()) {
      ran =
          ran.compose(_ -> wire.run(role))
              .compose(_ -> TextTypes.known(wire, statement.sql()))
              .compose(_ -> {
                Command.Taker taker = results.next(form(statement), wire.session().types());
                return wire.run(
                    List.of(new Command(statement.sql(), statement.parameters(), false, taker)));
              });
    }
    return ran.map(_ -> results.all());
  }

  /** The results of a work as they are written, which together must keep to the limit. */
  private static final class Results {

    private final TextResult.Room room;
    private final List<TextResult> begun = new ArrayList<>();

    Results(int bytesMax) {
      room = new TextResult.Room(bytesMax);
    }

    TextResult next(TextForm form, Map<Integer, TextType> types) {
      TextResult result = new TextResult(form, types, room);
      begun.add(result);
      return result;
    }

    List<Result> all() {
      return begun.stream().map(TextResult::result).toList();
    }
  }

  private static TextForm form(Statement statement) {
    return Objects.requireNonNull(statement.form(), "a statement of SQL over HTTP has a form");
  }

  private Future<Reply> commit(HeldConnection held, WireHandler wire, Done done) {
    if (!held.beginsToCommit()) {
      return run(wire, "ROLLBACK").map(Failure.Refused.cancelled());
    }
    return told.commit(held.point(), run(wire, "COMMIT")).map(done);
  }

  private static Future<Reply> rolledBack(WireHandler wire, Throwable cause) {
    Future<?> ended = wire.status() == 'I' ? Future.succeededFuture() : run(wire, "ROLLBACK");
    return ended.transform(_ -> Future.failedFuture(cause));
  }
}
