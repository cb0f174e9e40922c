package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final int NAMED_MAX = 100;
  private static final int HEADER = 1 + Integer.BYTES;

  /** The largest message that holds no row: an error may quote a statement. */
  private static final int MESSAGE_MAX = 4 << 20;

  private static final char IDLE = 'I';

  private final Deque<Exchange> exchanges = new ArrayDeque<>();

  /** The names of prepared statements, by their texts, the least used first. */
  private final Map<String, String> named = new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private int names;
  private char status = IDLE;
  private boolean ran;

  /** What the session has set, besides what it began with; kept for whoever uses the connection. */
  Map<String, String> settings = Map.of();

  /** What is in the session that was not there when it began, until it is reset. */
  private Traces traces = Traces.NOTHING;

  /** Array types and others, by their number, as far as this session has asked for them. */
  final Map<Integer, TextType> types = new HashMap<>();

  /** Commands up to one Sync, and how far they have come. */
  private static final class Exchange {

    private final List<Command> commands;
    private final Promise<Void> ended = Promise.promise();
    private int at;
    private @Nullable Throwable failure;
    private boolean copies;

    Exchange(List<Command> commands) {
      this.commands = commands;
    }

    Command.Taker taker() {
      return at < commands.size() ? commands.get(at).taker() : Command.Taker.NOBODY;
    }

    void fail(Throwable cause) {
      if (failure == null) {
        failure = new StatementException(at, cause);
      }
    }
  }

  /**
   * Runs statements one after the other, up to the first that fails: what follows it is not run.
   * Fails with a {@link StatementException} around PostgreSQL's {@link PgException}; or with {@link
   * JsonBytes.TooLargeException}, and then the connection is closed.
   */
  Future<Void> run(List<Command> commands) {
    return send(
        new Exchange(commands),
        out -> {
          for (Command command : commands) {
            String name = command.named() ? named(out, command.sql()) : unnamed(out, command.sql());
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

  Traces traces() {
    return traces;
  }

  /** What is sent from here on may leave this behind. */
  void leaves(Traces more) {
    traces = traces.and(more);
  }

  /** The session is as it was when it began, and as it was begun. */
  void clean() {
    traces = Traces.NOTHING;
  }

  /** As of the last answer: I where there is no transaction, T in one, E in one that has failed. */
  char status() {
    return status;
  }

  /** Prepared statements are gone, or are not what they were. */
  void forgetNamed() {
    named.clear();
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
    return exchange.ended.future();
  }

  private static String unnamed(ByteBuf out, String sql) {
    Frames.parse(out, "", sql);
    return "";
  }

  private String named(ByteBuf out, String sql) {
    String known = named.get(sql);
    if (known != null) {
      return known;
    }
    if (named.size() >= NAMED_MAX) {
      Map.Entry<String, String> oldest = named.entrySet().iterator().next();
      Frames.closeStatement(out, oldest.getValue());
      named.remove(oldest.getKey());
    }
    String name = "twinlane_" + ++names;
    Frames.parse(out, name, sql);
    named.put(sql, name);
    return name;
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
    switch (type) {
      case 'T' -> exchange.taker().columns(content);
      case 'D' -> exchange.taker().row(content);
      case 'd' -> exchange.taker().expect(content.readableBytes());
      case '2' -> ran = true;
      case 'S' -> setting(exchange, content);
      case 'C' -> done(exchange, Frames.readString(content));
      case 'I' -> done(exchange, "");
      case 'E' -> failed(exchange, ServerErrors.read(content));
      case 'G' -> copyIn(channel, exchange);
      case 'H' -> exchange.copies = true;
      case 'Z' -> ended(exchange, (char) content.readByte());
      default -> {
        // that it was parsed, bound, or has no columns; notices, notifications, settings
      }
    }
  }

  /** Text is UTF-8 here, whatever a client would rather have. */
  private static void setting(Exchange exchange, ByteBuf content) {
    if (Frames.readString(content).equals("client_encoding")
        && !Frames.readString(content).equals("UTF8")) {
      exchange.fail(new PgException("client_encoding is UTF8 over HTTP", "ERROR", "0A000", null));
    }
  }

  private static void done(Exchange exchange, String tag) {
    if (exchange.copies) {
      exchange.copies = false;
      exchange.fail(noCopy());
    }
    exchange.taker().done(tag);
    exchange.at++;
  }

  private static void failed(Exchange exchange, PgException answer) {
    exchange.fail(exchange.copies ? noCopy() : answer);
  }

  /**
   * Nothing is to be copied. PostgreSQL takes no notice of a Sync while it waits for data, and
   * refuses whatever else follows.
   */
  private static void copyIn(ChannelHandlerContext channel, Exchange exchange) {
    exchange.copies = true;
    if (exchange.at == exchange.commands.size() - 1) {
      ByteBuf out = channel.alloc().buffer();
      Frames.copyFail(out, "nothing to copy");
      Frames.sync(out);
      var _ = channel.writeAndFlush(out, channel.voidPromise());
    }
  }

  private static PgException noCopy() {
    return new PgException(
        "COPY to and from a client is not possible over HTTP", "ERROR", "0A000", null);
  }

  private void ended(Exchange exchange, char transaction) {
    status = transaction;
    exchanges.removeFirst();
    if (exchange.failure == null) {
      exchange.ended.complete();
    } else {
      exchange.ended.fail(exchange.failure);
    }
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
    lost.forEach(
        exchange -> exchange.ended.fail(exchange.failure == null ? cause : exchange.failure));
  }
}
