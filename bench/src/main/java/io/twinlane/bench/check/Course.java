package io.twinlane.bench.check;

import io.twinlane.bench.check.Operation.Versions;
import io.twinlane.bench.check.Verdict.Violation;
import io.vertx.core.Future;

/** What the clients of one run share. Thread-safe. */
final class Course {

  private final Consistency.Settings settings;
  private final Http http;
  private final Wording wording;
  private final Keys keys;
  private final Verdict otherRows = new Verdict();
  final Tally cache = new Tally();
  final Tally failures = new Tally();

  Course(Consistency.Settings settings, Http http, Keys keys) {
    this.settings = settings;
    this.http = http;
    this.wording = new Wording(settings.access());
    this.keys = keys;
  }

  Consistency.Settings settings() {
    return settings;
  }

  Wording wording() {
    return wording;
  }

  Keys keys() {
    return keys;
  }

  Future<Answer> send(int gateway, Request request) {
    return http.send(settings.gateways().get(gateway), request);
  }

  /** What a read that was answered saw; {@link Versions#NONE} if its answer is not to be read. */
  Versions seen(Kind kind, Answer.Came answer) {
    if (kind != Kind.DIRECT_READ) {
      cache.count(cacheStatus(answer));
    }
    try {
      return Wording.seen(kind, answer);
    } catch (RuntimeException e) { // whatever a parser throws
      return Versions.NONE;
    }
  }

  /** Such as {@code hit} or {@code fwd=uri-miss}. */
  private static String cacheStatus(Answer.Came answer) {
    String told = answer.headers().get("Cache-Status");
    if (told == null) {
      return "nothing said";
    }
    String[] parts = told.split(";", 3);
    return parts.length < 2 ? told : parts[1].strip();
  }

  /** Whoever is the only one to write a key has written all of its rows. */
  void noteWritten(Kind kind, int key, long version, Answer.Came answer) {
    int rows = rows(kind, answer);
    synchronized (otherRows) {
      otherRows.note(
          rows != Wording.ROWS,
          Violation.OTHER_ROWS,
          () -> "key %d: version %d by %s, %d rows".formatted(key, version, kind, rows));
    }
  }

  private static int rows(Kind kind, Answer.Came answer) {
    try {
      return Wording.written(kind, answer);
    } catch (RuntimeException e) { // whatever a parser throws
      return -1;
    }
  }

  void noteFailed(Kind kind, Answer answer) {
    failures.count((kind.writes() ? "write " : "read ") + answer.label());
  }

  Verdict otherRows() {
    return otherRows;
  }
}
