package io.twinlane.write;

import io.twinlane.postgres.SqlState;
import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.service.Health;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This write-service's own line in the {@link Register}, and what it last read there.
 *
 * <p>Invariant 10 rests on three waits, each one lease long. Who enters acknowledges nothing until
 * every list without it is out of use. Who acknowledges has seen its own line within a lease. Who
 * is ended keeps its line until it must have looked again. So every list in use names everybody who
 * acknowledges. Lives on one event loop.
 */
final class Registration {

  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Vertx vertx;
  private final Register register;
  private final LeaseSettings settings;
  private final String instance;
  private final Supplier<Set<String>> silent;
  private final Doubts doubts;
  private @Nullable Entered entered;
  private @Nullable Future<Boolean> looking;
  private int number = 1;
  private long usedAt = System.nanoTime();
  private boolean left;
  private boolean told;

  /**
   * One that is not in the register yet.
   *
   * @param silent names of other write-services that do not answer
   */
  Registration(
      Vertx vertx,
      Register register,
      LeaseSettings settings,
      String instance,
      Supplier<Set<String>> silent) {
    this.vertx = vertx;
    this.register = register;
    this.settings = settings;
    this.instance = instance;
    this.silent = silent;
    this.doubts = new Doubts(register, settings.lengthAndMargin());
  }

  /**
   * What is known of a line of one's own that stands.
   *
   * @param writer its name
   * @param activeAt when everybody knows of it
   * @param seenAt before it was last read
   * @param writers all names that were in the register then
   */
  record Entered(String writer, long activeAt, long seenAt, Set<String> writers) {

    private Entered seen(long now, Set<String> all) {
      return new Entered(writer, activeAt, now, all);
    }
  }

  /** Enters, and keeps looking while that is of use to anybody. */
  void begin() {
    vertx.setPeriodic(
        settings.length().dividedBy(3).toMillis(),
        _ -> {
          if (!left && (inUse() || !active(entered))) {
            look();
          }
        });
    look();
  }

  /** The line as it was seen within one lease; empty hands if there is none. */
  Future<@Nullable Entered> seen() {
    usedAt = System.nanoTime();
    return fresh(entered) ? Future.succeededFuture(entered) : look().map(_ -> ifFresh(entered));
  }

  /** Completes once this service may acknowledge, with the name under which it does. */
  Future<String> active() {
    return seen()
        .compose(line ->
            line != null && active(line)
                ? Future.succeededFuture(line.writer())
                : later(this::active));
  }

  /**
   * Whether the service may still acknowledge under that name. True in the same turn of the event
   * loop in which the writer is answered.
   */
  Future<Boolean> confirmed(String writer) {
    return seen()
        .compose(line ->
            line == null
                ? later(() -> confirmed(writer))
                : Future.succeededFuture(line.writer().equals(writer)));
  }

  /** Leaves the register: nothing is acknowledged any more. */
  Future<?> leave() {
    left = true;
    Entered line = entered;
    entered = null;
    return line == null ? Future.succeededFuture() : register.remove(line.writer());
  }

  /** Whether this service may acknowledge writes, as a probe is told. */
  Health.Finding finding() {
    if (entered == null) {
      return new Health.Finding(false, "not entered");
    }
    return active(entered)
        ? new Health.Finding(true, "entered")
        : new Health.Finding(false, "entering");
  }

  /** The same as a number, for any thread: 1 if it may. */
  double standing() {
    return active(entered) ? 1 : 0;
  }

  /** What is left of a lease's length since the register was seen, by now. */
  long millisLeft(Entered line) {
    return Math.max(
        0, Duration.ofNanos(line.seenAt() - System.nanoTime()).plus(settings.length()).toMillis());
  }

  private boolean inUse() {
    return System.nanoTime() - usedAt < 2 * settings.length().toNanos();
  }

  private @Nullable Entered ifFresh(@Nullable Entered line) {
    return fresh(line) ? line : null;
  }

  private boolean fresh(@Nullable Entered line) {
    return line != null && System.nanoTime() - line.seenAt() < settings.length().toNanos();
  }

  private static boolean active(@Nullable Entered line) {
    return line != null && System.nanoTime() - line.activeAt() >= 0;
  }

  /** Looks, however many ask; true if its own line was there. Never fails. */
  private Future<Boolean> look() {
    Future<Boolean> running = looking;
    if (running != null) {
      return running;
    }
    Future<Boolean> look =
        (entered == null && !left ? enter() : Future.succeededFuture())
            .compose(_ -> lookAround())
            .recover(cause -> {
              unread(cause);
              return Future.succeededFuture(false);
            });
    looking = look;
    return look.onComplete(_ -> looking = null);
  }

  private void unread(Throwable cause) {
    boolean operators = SqlState.missingTable(cause) || SqlState.forbidden(cause);
    if (operators && !told) {
      told = true;
      LOG.error(
          "no write is acknowledged: {}. Run the migrator; let this lane's user select, insert, update"
              + " and delete in twinlane.writers.",
          cause.getMessage());
    } else {
      LOG.debug("the register of write-services was not read: {}", SqlState.words(cause));
    }
  }

  private Future<?> enter() {
    // the same name until it is seen to have ended: a statement that was late may have entered it
    String writer = instance + '/' + number;
    return register
        .enter(writer, settings.length())
        .onSuccess(_ -> {
          long now = System.nanoTime();
          long activeAt = now + settings.lengthAndMargin().toNanos();
          entered = new Entered(writer, activeAt, now - settings.length().toNanos(), Set.of());
        });
  }

  private Future<Boolean> lookAround() {
    long before = System.nanoTime();
    return register.look().map(lines -> read(lines, before));
  }

  private boolean read(List<Register.Line> lines, long before) {
    Entered line = entered;
    if (line == null || left) {
      return false;
    }
    Register.@Nullable Line own =
        lines.stream().filter(one -> one.writer().equals(line.writer())).findAny().orElse(null);
    if (own == null || own.ended()) {
      LOG.warn("this write-service was thought dead, and enters the register anew");
      return again();
    }
    if (!active(line) && lines.stream().anyMatch(this::differs)) {
      LOG.error(
          "no write is acknowledged: another write-service on this database has another"
              + " CLUSTER_LEASE_MS. Give all the same; change it while none runs.");
      register.remove(line.writer());
      return again();
    }
    if (own.doubtedBy() != null) {
      register.live(line.writer());
    }
    entered =
        line.seen(before, lines.stream().map(Register.Line::writer).collect(Collectors.toSet()));
    doubts.seen(lines, line.writer(), silent.get());
    return true;
  }

  private boolean again() {
    entered = null;
    number++;
    return false;
  }

  private boolean differs(Register.Line line) {
    return !line.lease().equals(settings.length());
  }

  private <T> Future<T> later(Supplier<Future<T>> what) {
    return vertx.timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS).compose(_ -> what.get());
  }
}
