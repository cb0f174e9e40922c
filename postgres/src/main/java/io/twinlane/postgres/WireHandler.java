package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.twinlane.postgres.Command.Taker.Columns;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the extended protocol with PostgreSQL itself, on a connection that the client has opened
 * (PostgreSQL manual, 54.2.3): parameters and values are text, as they are, and what describes them
 * is not lost. Whatever else comes and goes is the client's, before an exchange, after it and
 * between several that are in flight: PostgreSQL answers in the order in which it was asked, and
 * each Sync and each simple query by one ReadyForQuery.
 *
 * <p>Stands in front of the client's own codec, from before anything is in flight on. Lives on the
 * connection's event loop.
 */
final class WireHandler extends ChannelDuplexHandler {

  private static final int HEADER = 1 + Integer.BYTES;

  /** The largest message that holds no row: an error may quote a statement. */
  private static final int MESSAGE_MAX = 4 << 20;

  private static final char IDLE = 'I';
  private static final char READY = 'Z';

  /** Stands for whatever the client waits for the end of. */
  private static final Exchange CLIENTS = new Exchange(List.of());

  private final Deque<Exchange> exchanges = new ArrayDeque<>();
  private final SessionState session = new SessionState();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private char status = IDLE;
  private boolean ran;
  private boolean unflushed;
  private boolean shared;

  /** So many bytes of a message that nobody wants are still to come. */
  private int unwanted;

  /** What is too large for one is read to its end, so that the others are answered. */
  WireHandler shared() {
    shared = true;
    return this;
  }

  /**
   * Runs statements one after the other, up to the first that fails: what follows it is not run.
   * Fails with a {@link StatementException} around PostgreSQL's {@link PgException}; or with {@link
   * JsonBytes.TooLargeException}, and then the connection is closed, unless it is shared.
   */
  Future<Void> run(List<Command> commands) {
    if (commands.isEmpty()) {
      return Future.succeededFuture();
    }
    Exchange exchange = new Exchange(commands);
    return send(
        exchange,
        out -> {
          for (Command command : commands) {
            run(out, command, exchange);
          }
        });
  }

  private void run(ByteBuf out, Command command, Exchange exchange) {
    String name = prepared(out, command, exchange);
    Frames.bind(out, name, command.parameters());
    if (command.taker().wants() != Columns.NOTHING && !toldColumns(command)) {
      Frames.describe(out);
    }
    Frames.execute(out);
  }

  /**
   * Has the last of several statements prepared, and its taker told of its columns; those before it
   * are run, it is not. Nothing is sent where that is known.
   */
  Future<Void> prepare(List<Command> commands) {
    Command last = commands.getLast();
    if (last.taker().wants() == Columns.NOTHING || toldColumns(last)) {
      return Future.succeededFuture();
    }
    Exchange exchange = new Exchange(commands);
    return send(
        exchange,
        out -> {
          commands.subList(0, commands.size() - 1).forEach(command -> run(out, command, exchange));
          Frames.describeStatement(out, prepared(out, last, exchange));
        });
  }

  private boolean toldColumns(Command command) {
    ByteBuf known =
        command.named() && command.taker().wants() == Columns.TYPES
            ? session.columns(command.sql())
            : null;
    if (known != null) {
      command.taker().columns(known);
    }
    return known != null;
  }

  private void note(@Nullable Command command, ByteBuf columns) {
    if (command != null && command.named() && command.taker().wants() == Columns.TYPES) {
      session.described(command.sql(), columns);
    }
  }

  /** Whether a statement of the last exchange has got as far as being run. */
  boolean ran() {
    return ran;
  }

  /** As of the last answer: I where there is no transaction, T in one, E in one that has failed. */
  char status() {
    return status;
  }

  SessionState session() {
    return session;
  }

  private interface Writing {
    void to(ByteBuf out);
  }

  private Future<Void> send(Exchange exchange, Writing writing) {
    ChannelHandlerContext channel = context;
    if (channel == null || !channel.channel().isActive()) {
      return Future.failedFuture(new NotSentException(ClosedConnectionException.INSTANCE));
    }
    ran = false;
    if (!channel.executor().inEventLoop()) {
      throw new IllegalStateException("not on the connection's event loop");
    }
    ByteBuf out = channel.alloc().buffer();
    writing.to(out);
    Frames.sync(out);
    exchanges.addLast(exchange);
    var _ = channel.write(out, channel.voidPromise());
    flushSoon(channel);
    return exchange.future();
  }

  /** What is sent while others are sent goes with them. */
  private void flushSoon(ChannelHandlerContext channel) {
    if (!unflushed) {
      unflushed = true;
      channel
          .executor()
          .execute(() -> {
            unflushed = false;
            channel.flush();
          });
    }
  }

  @Override
  public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf out) {
      for (int ends = Frames.endsAskedFor(out); ends > 0; ends--) {
        exchanges.addLast(CLIENTS);
      }
    }
    var _ = channel.write(message, promise);
  }

  /** The name of a statement that is prepared, or is about to be. */
  private String prepared(ByteBuf out, Command command, Exchange exchange) {
    String known = command.named() ? session.name(command.sql()) : null;
    if (known != null) {
      return known;
    }
    exchange.prepares(command.named() ? command.sql() : "");
    if (command.named()) {
      return session.named(out, command.sql());
    }
    Frames.parse(out, "", command.sql());
    return "";
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** The client's codec is given whole messages only, so that none is ever torn between the two. */
  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    ByteBuf in = (ByteBuf) message;
    int skipped = Math.min(unwanted, in.readableBytes());
    unwanted -= skipped;
    in.skipBytes(skipped);
    if (unread != null) {
      in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), unread, in);
      unread = null;
    }
    try {
      readAll(channel, in);
    } catch (RuntimeException e) {
      in.release();
      // where it is too large, that is the quickest way to an end of it, for PostgreSQL as well
      var _ = channel.close();
      fail(e);
      return;
    }
    if (in.isReadable()) {
      unread = in.refCnt() == 1 ? in.discardSomeReadBytes() : in;
    } else {
      in.release();
    }
  }

  private void readAll(ChannelHandlerContext channel, ByteBuf in) {
    while (in.readableBytes() >= HEADER) {
      char type = (char) in.getByte(in.readerIndex());
      int length = in.getInt(in.readerIndex() + 1) + 1;
      if (length < HEADER) {
        throw new IllegalStateException("a message of PostgreSQL's has no length");
      }
      if (in.readableBytes() < length) {
        if (!expects(exchanges.peekFirst(), type, length)) {
          unwanted = length - in.readableBytes();
          in.skipBytes(in.readableBytes());
        }
        return;
      }
      Exchange exchange = exchanges.peekFirst();
      if (exchange == null || isClients(exchange)) {
        channel.fireChannelRead(in.readRetainedSlice(clients(in)));
      } else {
        took(channel, exchange, type, in.readSlice(length).skipBytes(HEADER));
      }
    }
  }

  /** What is under way for nobody here, such as a notification, is the client's too. */
  @SuppressWarnings("ReferenceEquality") // there is one
  private static boolean isClients(@Nullable Exchange exchange) {
    return exchange == null || exchange == CLIENTS;
  }

  /** How many bytes from here on are whole messages of the client's: it is given them at once. */
  private int clients(ByteBuf in) {
    int at = in.readerIndex();
    while (in.writerIndex() - at >= HEADER && isClients(exchanges.peekFirst())) {
      int length = in.getInt(at + 1) + 1;
      if (length < HEADER || in.writerIndex() - at < length) {
        break;
      }
      if (in.getByte(at) == READY) {
        exchanges.pollFirst();
      }
      at += length;
    }
    return at - in.readerIndex();
  }

  /** Refuses what is too large before it is there. */
  private boolean expects(@Nullable Exchange exchange, char type, int length) {
    boolean data = type == 'D' || type == 'd';
    if (!data && length > MESSAGE_MAX) {
      throw new JsonBytes.TooLargeException();
    }
    if (!data || exchange == null || isClients(exchange)) {
      return true;
    }
    orGivenUp(exchange, () -> exchange.taker().expect(length));
    return !exchange.givenUp();
  }

  private void orGivenUp(Exchange exchange, Runnable taking) {
    try {
      taking.run();
    } catch (JsonBytes.TooLargeException e) {
      if (!shared) {
        throw e;
      }
      exchange.giveUp(e);
    }
  }

  private void took(ChannelHandlerContext channel, Exchange exchange, char type, ByteBuf content) {
    if (type == READY) {
      status = (char) content.readByte();
      exchanges.removeFirst();
      ran = exchange.ran();
      exchange.unprepared().forEach(session::forget);
      exchange.end();
      return;
    }
    if (exchange.waitsForCopy(type)) {
      ByteBuf out = channel.alloc().buffer();
      Frames.copyFail(out, "nothing to copy");
      Frames.sync(out);
      var _ = channel.writeAndFlush(out, channel.voidPromise());
    }
    if (type == 'T') {
      note(exchange.command(), content);
    }
    orGivenUp(exchange, () -> exchange.took(type, content));
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) {
    fail(ClosedConnectionException.INSTANCE);
    channel.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext channel) {
    ReferenceCountUtil.release(unread);
    unread = null;
  }

  /**
   * It is the fault of the one that was being answered; the others are lost with the connection.
   */
  private void fail(Throwable cause) {
    List<Exchange> lost = List.copyOf(exchanges);
    exchanges.clear();
    for (int i = 0; i < lost.size(); i++) {
      if (!isClients(lost.get(i))) {
        lost.get(i).breakOff(i == 0 ? cause : ClosedConnectionException.INSTANCE);
      }
    }
  }
}
