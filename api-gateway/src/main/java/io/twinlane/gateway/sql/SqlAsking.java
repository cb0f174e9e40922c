package io.twinlane.gateway.sql;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.http.CacheStatusHeader;
import io.twinlane.gateway.http.Observation;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Recent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the lane that a client has chosen, or the one that suits: what may be a query is read on the
 * CACHED lane, and moves over to the DIRECT lane, once, if PostgreSQL says that it writes.
 */
final class SqlAsking {

  private static final String WRITES = "25006";
  private static final int REMEMBERED_MAX = 1_000;
  private static final int REMEMBERED_LENGTH_MAX = 4_096;
  private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Buffer BEGIN = Buffer.buffer("{\"results\":[");
  private static final Buffer COMMA = Buffer.buffer(",");
  private static final Buffer END = Buffer.buffer("]}");

  private final Lanes lanes;
  private final SqlSettings settings;

  /** Texts that look like queries, and write: they need not be tried again. */
  private final Map<String, Long> writing = new Recent<>(REMEMBERED_MAX);

  SqlAsking(Lanes lanes, SqlSettings settings) {
    this.lanes = lanes;
    this.settings = settings;
  }

  /** The answer. Once the client has gone, what runs for it is stopped. */
  Future<SqlAnswer> answer(SqlCall call, String requestId, Observation observation) {
    if (call.statements().isEmpty()) {
      return Future.succeededFuture(ok(call, List.of(), Map.of()));
    }
    Deadline deadline = Deadline.after(settings.timeout());
    long ticket = lanes.ticket();
    HttpServerResponse response = observation.request().response();
    response.closeHandler(_ -> {
      if (!response.ended()) {
        lanes.abandon(ticket);
      }
    });
    Supplier<Future<SqlAnswer>> written =
        () ->
            run(Address.WRITE, call.writing(requestId, ticket, deadline), observation)
                .map(reply -> direct(call, reply));
    if (!call.cached() || knownToWrite(call)) {
      return written.get();
    }
    return run(Address.QUERY, call.reading(requestId, ticket, deadline), observation)
        .compose(reply ->
            movesOver(call, reply) ? written.get() : Future.succeededFuture(read(call, reply)));
  }

  private Future<Reply> run(Address lane, Work work, Observation observation) {
    observation.asked(lane);
    return lanes
        .run(lane, observation.timed() ? work.askedForTimes() : work)
        .onSuccess(observation::answered);
  }

  private boolean knownToWrite(SqlCall call) {
    if (writing.isEmpty() || call.choice() != LaneChoice.EITHER || call.request().batch()) {
      return false;
    }
    Long seen = writing.get(text(call));
    return seen != null && System.nanoTime() - seen < REMEMBERED_NANOS;
  }

  /** What was refused on the CACHED lane has not been executed. */
  private boolean movesOver(SqlCall call, Reply reply) {
    boolean moves =
        call.choice() == LaneChoice.EITHER
            && !call.terms().readOnly()
            && reply instanceof Failure.Refused refused
            && refused.sqlState().equals(WRITES);
    if (moves) {
      remember(text(call));
    }
    return moves;
  }

  private void remember(String text) {
    if (text.length() <= REMEMBERED_LENGTH_MAX) {
      writing.put(text, System.nanoTime());
    }
  }

  /** A text means what it means to one who asks. */
  private static String text(SqlCall call) {
    return call.client().identity().role()
        + call.client().session().scope()
        + '\0'
        + call.statements().getFirst().sql();
  }

  private static SqlAnswer read(SqlCall call, Reply reply) {
    return switch (reply) {
      case Done done -> ok(call, bodies(done), cacheHeaders(done.cache()));
      case Failure failure -> SqlAnswer.of(failure);
      default -> throw unexpected();
    };
  }

  private static SqlAnswer direct(SqlCall call, Reply reply) {
    return switch (reply) {
      case Done done ->
          ok(
              call,
              call.toldReadOnly() ? bodies(done).subList(1, done.results().size()) : bodies(done),
              call.queries() ? cacheHeaders(CacheStatus.bypass("direct")) : Map.of());
      case Failure failure -> SqlAnswer.of(failure);
      default -> throw unexpected();
    };
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("a work was asked for");
  }

  private static Map<String, String> cacheHeaders(@Nullable CacheStatus given) {
    CacheStatus status = given == null ? CacheStatus.bypass("transaction") : given;
    Map<String, String> headers = new LinkedHashMap<>();
    CacheStatusHeader.tell(status, headers::put);
    return headers;
  }

  private static List<Buffer> bodies(Done done) {
    return done.results().stream().map(Result::body).toList();
  }

  private static SqlAnswer ok(SqlCall call, List<Buffer> results, Map<String, String> headers) {
    if (!call.request().batch()) {
      return SqlAnswer.ok(headers, results);
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(call.terms().echoed());
    List<Buffer> pieces = new ArrayList<>();
    pieces.add(BEGIN);
    for (Buffer result : results) {
      if (pieces.size() > 1) {
        pieces.add(COMMA);
      }
      pieces.add(result);
    }
    pieces.add(END);
    return SqlAnswer.ok(all, pieces);
  }
}
