package io.twinlane.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.shape.Probe;
import io.twinlane.postgres.shape.ScopedText;
import io.twinlane.query.ReadSet.Reason;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.answer.Versions.Table;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.log.Causes;
import io.twinlane.schema.message.ReadFrom;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.InTime;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what each statement reads. PostgreSQL is asked once for a text, a role and a search
 * path, and again after a minute, or when the schema has changed. Lives on one event loop.
 */
final class ReadSets {

  private static final Logger LOG = LoggerFactory.getLogger(ReadSets.class);
  private static final long REMEMBERED_CHARS_MAX = 8 << 20;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Asking takes a connection; the reads themselves come first. */
  private static final int ASKED_AT_ONCE_MAX = 4;

  private static final Answer NOT_YET = unknown(new ReadSet.Unknown(Reason.NOT_YET));

  /** What is read where nobody need ask. */
  static final Future<Answer> UNTOLD = Future.succeededFuture(NOT_YET);

  private final Asking asking;
  private final Map<String, String> everyTransaction;
  private final Versions versions;
  private final Cache<ScopedText, Answer> remembered =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_CHARS_MAX)
          .weigher((ScopedText text, Object _) -> text.weight())
          .expireAfterWrite(REMEMBERED_FOR)
          .executor(Runnable::run)
          .build();
  private final Map<ScopedText, Future<Answer>> asked = new HashMap<>();

  ReadSets(Asking asking, Map<String, String> everyTransaction, Versions versions) {
    this.asking = asking;
    this.everyTransaction = everyTransaction;
    this.versions = versions;
  }

  /** Where questions about a work's statements are asked: as whoever runs them. */
  interface Asking {

    /** The answer to a question, on a connection that has nothing else to do. */
    Future<Shape> ask(Work work, Function<SqlConnection, Future<Shape>> question);

    /** What a table of the work's is called on the board. */
    String name(Work work, String table);
  }

  /**
   * A read set, and the places of its tables on the board.
   *
   * @param tables none if the read set is not known
   * @param from the same for whoever keeps copies
   */
  record Answer(ReadSet set, List<Table> tables, ReadFrom from) {

    /** The settings of a request that may be looked at. */
    SettingsRead settings() {
      return set instanceof ReadSet.Known known ? known.settings() : SettingsRead.anything();
    }
  }

  /** What a statement may look at of a request, as far as it is known. */
  static SettingsRead settings(@Nullable Answer known) {
    return known == null ? SettingsRead.anything() : known.settings();
  }

  private static ScopedText text(Work work) {
    return ScopedText.of(work.statements().getFirst(), work);
  }

  /** What is known of a work's statement without asking; null if nothing is. */
  @Nullable Answer known(Work work) {
    return remembered.getIfPresent(text(work));
  }

  /** What somebody's answers of a statement are known to depend on; null if that is not known. */
  @Nullable ReadFrom remembered(String sql) {
    return remembered.asMap().entrySet().stream()
        .filter(each -> each.getKey().sql().equals(sql))
        .filter(each -> each.getValue().set() instanceof ReadSet.Known)
        .map(each -> each.getValue().from())
        .findFirst()
        .orElse(null);
  }

  /** What a work's statement reads. Never fails: what cannot be told is unknown. */
  Future<Answer> of(Work work) {
    ScopedText text = text(work);
    Answer known = remembered.getIfPresent(text);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Future<Answer> running = asked.get(text);
    if (running != null) {
      return running;
    }
    return asked.size() < ASKED_AT_ONCE_MAX ? ask(work, text) : Future.succeededFuture(NOT_YET);
  }

  /** Forgets everything, also what is being asked just now. */
  void forget() {
    remembered.invalidateAll();
    asked.clear();
  }

  private Future<Answer> ask(Work work, ScopedText text) {
    if (DateWords.inLiteral(text.sql())) {
      Answer moving = answer(work, new ReadSet.Unknown(Reason.VOLATILE));
      remembered.put(text, moving);
      return Future.succeededFuture(moving);
    }
    Future<Answer> answer =
        InTime.of(
                asking.ask(work, connection -> Probe.shape(connection, text, everyTransaction)),
                PATIENCE)
            .map(shape -> answer(work, Determinism.readSet(shape)))
            .otherwise(cause -> untold(work, text, cause));
    asked.put(text, answer);
    return answer.onSuccess(told -> {
      // an answer of before forget() is not remembered after it
      if (asked.remove(text, answer) && !told.equals(NOT_YET)) {
        remembered.put(text, told);
      }
    });
  }

  private Answer answer(Work work, ReadSet set) {
    return switch (set) {
      case ReadSet.Known known -> {
        List<String> names =
            known.tables().stream().map(table -> asking.name(work, table)).toList();
        yield new Answer(
            known,
            versions.tables(names),
            new ReadFrom(Set.copyOf(names), !known.settings().isNone()));
      }
      case ReadSet.Unknown unknown -> unknown(unknown);
    };
  }

  private static Answer unknown(ReadSet.Unknown unknown) {
    return new Answer(unknown, List.of(), new ReadFrom(Set.of(), true));
  }

  /** What PostgreSQL refuses it will refuse again; anything else may pass. */
  private Answer untold(Work work, ScopedText text, Throwable cause) {
    if (!SqlState.answered(cause)) {
      RequestLine.of(LOG.atDebug(), work.requestId())
          .log("what a statement reads could not be asked: {}", SqlState.words(cause));
      return NOT_YET;
    }
    if (cause instanceof PgException refused && refused.getSqlState().equals("42501")) {
      LOG.warn(
          "not cached, for want of a right: {}. Grant TEMPORARY on the database to {}.",
          Causes.withoutQuoted(refused.getErrorMessage()),
          text.role() == null ? "the lane's user" : text.role());
    } else {
      RequestLine.of(LOG.atDebug(), work.requestId())
          .log("what a statement reads cannot be told: {}", SqlState.words(cause));
    }
    return answer(work, new ReadSet.Unknown(Reason.UNKNOWN_READS));
  }
}
