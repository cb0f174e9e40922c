package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
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
 * is not lost. Between its exchanges whatever comes and goes is the client's.
 *
 * <p>Stands in front of the client's own codec; whoever uses it has the connection for himself, and
 * lets the client send nothing meanwhile. Lives on the connection's event loop.
 */
final class WireHandler extends ChannelDuplexHandler {

  private static final int HEADER = 1 + Integer.BYTES;

  /** The largest message that holds no row: an error may quote a statement. */
  private static final int MESSAGE_MAX = 4 << 20;

  private static final char IDLE = 'I';
  private static final char READY = 'Z';

  private final Deque<Exchange> exchanges = new ArrayDeque<>();
  private final SessionState session = new SessionState();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private char status = IDLE;
  private boolean ran;

  /**
   * Runs statements one after the other, up to the first that fails: what follows it is not run.
   * Fails with a {@link StatementException} around PostgreSQL's {@link PgException}; or with {@link
   * JsonBytes.TooLargeException}, and then the connection is closed.
   */
  Future<Void> run(List<Command> commands) {
    if (commands.isEmpty()) {
      return Future.succeededFuture();
    }
    return send(
        new Exchange(commands),
        out -> {
          for (Command command : commands) {
            String name =
                command.named() ? session.named(out, command.sql()) : unnamed(out, command.sql());
            Frames.bind(out, name, command.parameters());
            Frames.describeAndExecute(out);
          }
        });
  }

  /** Has a statement described, and does not run it. */
  Future<Void> describe(String sql, Command.Taker taker) {
    Exchange exchange = new Exchange(List.of(new Command(sql, List.of(), false, taker)));
    return send(
        exchange,
        out -> {
          Frames.parse(out, "", sql);
          Frames.describeStatement(out);
        });
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
    var _ = channel.writeAndFlush(out, channel.voidPromise());
    return exchange.future();
  }

  private static String unnamed(ByteBuf out, String sql) {
    Frames.parse(out, "", sql);
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
      unread = in;
    } else {
      in.release();
    }
  }

  private void readAll(ChannelHandlerContext channel, ByteBuf in) {
    while (in.readableBytes() >= HEADER) {
      char type = (char) in.getByte(in.readerIndex());
      int length = in.getInt(in.readerIndex() + 1) + 1;
      Exchange exchange = exchanges.peekFirst();
      if (length < HEADER) {
        throw new IllegalStateException("a message of PostgreSQL's has no length");
      }
      if (in.readableBytes() < length) {
        expect(exchange, type, length);
        return;
      }
      if (exchange == null) {
        channel.fireChannelRead(in.readRetainedSlice(length));
      } else {
        took(channel, exchange, type, in.readSlice(length).skipBytes(HEADER));
      }
    }
  }

  /** Refuses what is too large before it is there. */
  private static void expect(@Nullable Exchange exchange, char type, int length) {
    if (type != 'D' && type != 'd') {
      if (length > MESSAGE_MAX) {
        throw new JsonBytes.TooLargeException();
      }
    } else if (exchange != null) {
      exchange.taker().expect(length);
    }
  }

  private void took(ChannelHandlerContext channel, Exchange exchange, char type, ByteBuf content) {
    if (type == READY) {
      status = (char) content.readByte();
      exchanges.removeFirst();
      ran = exchange.ran();
      exchange.end();
      return;
    }
    if (exchange.waitsForCopy(type)) {
      ByteBuf out = channel.alloc().buffer();
      Frames.copyFail(out, "nothing to copy");
      Frames.sync(out);
      var _ = channel.writeAndFlush(out, channel.voidPromise());
    }
    exchange.took(type, content);
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

  private void fail(Throwable cause) {
    List<Exchange> lost = List.copyOf(exchanges);
    exchanges.clear();
    lost.forEach(exchange -> exchange.breakOff(cause));
  }
}
