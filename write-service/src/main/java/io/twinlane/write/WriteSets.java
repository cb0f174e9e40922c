package io.twinlane.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Traces;
import io.twinlane.postgres.shape.Probe;
import io.twinlane.postgres.shape.ScopedText;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.InTime;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which tables each statement writes. As long as PostgreSQL has not been asked, and again
 * after a minute or a change of the schema, the transaction itself is observed. Lives on one event
 * loop.
 */
final class WriteSets {

  private static final Logger LOG = LoggerFactory.getLogger(WriteSets.class);
  private static final long REMEMBERED_CHARS_MAX = 8 << 20;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Asking takes a connection; the writes themselves come first. */
  private static final int ASKED_AT_ONCE_MAX = 2;

  private final Pool pool;
  private final Sessions sessions;
  private final Map<String, String> everyTransaction;
  private final Right right;
  private final Cache<ScopedText, WriteSet> remembered =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_CHARS_MAX)
          .weigher((ScopedText text, Object _) -> text.weight())
          .expireAfterWrite(REMEMBERED_FOR)
          .executor(Runnable::run)
          .build();
  private final Set<ScopedText> asked = new HashSet<>();
  private int generation;
  private String mark = "";

  private final AtomicLong certain = new AtomicLong();
  private final AtomicLong observed = new AtomicLong();

  /**
   * One that knows nothing yet.
   *
   * @param right whether somebody would have told of a change of the schema
   */
  WriteSets(Pool pool, Sessions sessions, Map<String, String> everyTransaction, Right right) {
    this.right = right;
    this.pool = pool;
    this.sessions = sessions;
    this.everyTransaction = everyTransaction;
  }

  /** What a work writes, as far as is known now. What is not known is asked meanwhile. */
  WriteSet of(Work work) {
    if (!right.held()) {
      return counted(
          new WriteSet.ToObserve()); // another service may have changed the schema just now
    }
    Set<String> tables = new HashSet<>();
    boolean known = true;
    WriteSet.Added added = WriteSet.Added.ONE;
    Traces traces = Traces.NOTHING;
    for (Statement statement : work.statements()) {
      ScopedText text = ScopedText.of(statement, work);
      switch (remembered.getIfPresent(text)) {
        case null -> {
          ask(work, text);
          known = false;
        }
        case WriteSet.Certain told -> {
          tables.addAll(told.tables());
          traces = traces.and(told.traces());
          added = added.and(told.added());
        }
        case WriteSet.ToObserve _ -> known = false;
      }
    }
    return counted(known ? new WriteSet.Certain(tables, traces, added) : new WriteSet.ToObserve());
  }

  /**
   * Which tables a work writes, and nobody else can tell whether it is a transaction of its own;
   * empty if that is not known, or not so. Asks nobody, and is not counted.
   */
  Optional<Set<String>> plain(Work work) {
    Set<String> tables = new HashSet<>();
    for (Statement statement : work.statements()) {
      if (remembered.getIfPresent(ScopedText.of(statement, work))
              instanceof WriteSet.Certain(Set<String> told, Traces traces, var _)
          && traces != Traces.ANYTHING) {
        tables.addAll(told);
      } else {
        return Optional.empty();
      }
    }
    return right.held() ? Optional.of(tables) : Optional.empty();
  }

  private WriteSet counted(WriteSet set) {
    AtomicLong count =
        switch (set) {
          case WriteSet.Certain _ -> certain;
          case WriteSet.ToObserve _ -> observed;
        };
    count.setOpaque(count.getPlain() + 1);
    return set;
  }

  /** Shows how often the catalog told what a work writes, and how often the transaction had to. */
  void show(MeterRegistry meters) {
    show(meters, "certain", certain);
    show(meters, "observed", observed);
  }

  private static void show(MeterRegistry meters, String kind, AtomicLong count) {
    FunctionCounter.builder("twinlane.write.sets", count, AtomicLong::getOpaque)
        .description("Works that may write, by how it is known which tables")
        .tag("kind", kind)
        .register(meters);
  }

  /** Whether every statement of a work has been asked about. */
  boolean knows(Work work) {
    return work.statements().stream()
        .allMatch(statement -> remembered.getIfPresent(ScopedText.of(statement, work)) != null);
  }

  /**
   * Whether nothing was forgotten since that number was current, and nothing had to be: a change of
   * the schema would have been told.
   */
  boolean still(int since) {
    return since == generation && right.held();
  }

  /** Another number whenever something was forgotten. */
  int generation() {
    return generation;
  }

  /** Hears what the schema is known by, and forgets everything if it is another one than before. */
  void schemaSeen(String seen) {
    if (!seen.equals(mark)) {
      mark = seen;
      forget();
    }
  }

  /** Forgets everything, also what is being asked just now. */
  void forget() {
    remembered.invalidateAll();
    asked.clear();
    generation++;
  }

  private void ask(Work work, ScopedText text) {
    if (asked.size() >= ASKED_AT_ONCE_MAX || !asked.add(text)) {
      return;
    }
    int askedIn = generation;
    InTime.of(
            sessions
                .ask(work, pool, connection -> Probe.reach(connection, text, everyTransaction))
                .map(WriteSet::of),
            PATIENCE)
        .otherwise(cause -> {
          RequestLine.of(LOG.atDebug(), work.requestId())
              .log("what a statement writes cannot be told: {}", SqlState.words(cause));
          return new WriteSet.ToObserve();
        })
        .onSuccess(told -> {
          // an answer of before forget() is not remembered after it
          if (askedIn == generation) {
            asked.remove(text);
            remembered.put(text, told);
          }
        });
  }
}
