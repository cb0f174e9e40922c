package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands up to one Sync, and how far they have come: takes what PostgreSQL answers (PostgreSQL
 * manual, Message Formats). Lives on the connection's event loop.
 */
final class Exchange {

  private final List<Command> commands;
  private final Promise<Void> ended = Promise.promise();
  private int at;
  private @Nullable Throwable failure;
  private boolean copies;
  private boolean ran;
  private boolean givenUp;

  /** What PostgreSQL has not said yet that it has prepared: texts, in order. */
  private final Deque<String> preparing = new ArrayDeque<>(1);

  Exchange(List<Command> commands) {
    this.commands = commands;
  }

  /** A text is sent to be prepared; empty for one that is to have no name. */
  void prepares(String sql) {
    preparing.addLast(sql);
  }

  /** At the end, what was not prepared after all, since something before it failed. */
  Collection<String> unprepared() {
    return preparing;
  }

  Future<Void> future() {
    return ended.future();
  }

  /** Whether a statement has got as far as being run. */
  boolean ran() {
    return ran;
  }

  /** The command that is being answered; null once all are. */
  @Nullable Command command() {
    return at < commands.size() ? commands.get(at) : null;
  }

  /** Who takes what it gives. */
  Command.Taker taker() {
    return at < commands.size() && !givenUp ? commands.get(at).taker() : Command.Taker.NOBODY;
  }

  /** Takes a message, but for the one that ends the exchange. */
  void took(char type, ByteBuf content) {
    switch (type) {
      case 'T' -> taker().columns(content);
      case 'D' -> taker().row(content);
      case 'd' -> taker().expect(content.readableBytes());
      case '1' -> preparing.pollFirst();
      case '2' -> ran = true;
      case 'S' -> setting(content);
      case 'C' -> done(Frames.readString(content));
      case 'I' -> done("");
      case 'E' -> refused(ServerErrors.read(content));
      case 'G', 'H' -> copies = true;
      default -> {
        // that it has no columns; notices and notifications
      }
    }
  }

  /**
   * Whether PostgreSQL waits for data to copy that nobody will send. Until it is told so it takes
   * no notice of a Sync; but whatever else follows it refuses by itself.
   */
  boolean waitsForCopy(char type) {
    return type == 'G' && at == commands.size() - 1;
  }

  /** What more comes of it is of no use to anybody. */
  void giveUp(JsonBytes.TooLargeException cause) {
    givenUp = true;
    failure = failure == null ? cause : failure;
  }

  boolean givenUp() {
    return givenUp;
  }

  /** Nothing more is answered. */
  void end() {
    if (failure == null) {
      ended.complete();
    } else {
      ended.fail(failure);
    }
  }

  /** Nothing more is answered, for want of a connection. */
  void breakOff(Throwable cause) {
    ended.fail(failure == null ? cause : failure);
  }

  /** Text is UTF-8 here, whatever a client would rather have. */
  private void setting(ByteBuf content) {
    if (Frames.readString(content).equals("client_encoding")
        && !Frames.readString(content).equals("UTF8")) {
      fail(new PgException("client_encoding is UTF8 over HTTP", "ERROR", "0A000", null));
    }
  }

  private void done(String tag) {
    if (copies) {
      copies = false;
      fail(noCopy());
    }
    taker().done(tag);
    at++;
  }

  private void refused(PgException answer) {
    fail(copies ? noCopy() : answer);
  }

  /** What follows the first failure is not run. */
  private void fail(Throwable cause) {
    if (failure == null) {
      failure = new StatementException(at, cause);
    }
  }

  private static PgException noCopy() {
    return new PgException(
        "COPY to and from a client is not possible over HTTP", "ERROR", "0A000", null);
  }
}
