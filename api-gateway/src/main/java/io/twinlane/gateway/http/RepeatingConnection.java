package io.twinlane.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.twinlane.schema.trace.TraceId;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1, seen on both sides of its codec: in front of it requests that are
 * known by their bytes are answered, behind it is seen what is worth knowing.
 *
 * <p>A request is answered in front only where nothing of another one is in the codec, and none
 * waits for its answer: so neither can bytes of a body be taken for a request, nor an answer
 * overtake another.
 */
final class RepeatingConnection {

  /** With the rows, a part of them, or word that the client has them. */
  private static final Set<Integer> REPEATED = Set.of(200, 206, 304);

  private final Repeats repeats;
  private final Supplier<@Nullable Observation> underWay;
  private final CodecAccount account = new CodecAccount();

  /** Requests that went the whole way and have no answer yet. */
  private int open;

  /** Whether one was answered in front since the last time that nothing seemed to happen. */
  private boolean used;

  /** The bytes of the only request that is open, if they are worth remembering. */
  private @Nullable RequestBytes asked;

  /** What its answer is remembered by, once it is certain that the bytes are one whole request. */
  private @Nullable Repeat learnt;

  /** Whether what came of a read is not known to its end yet, and how many requests did so far. */
  private boolean reading;

  private int begun;

  RepeatingConnection(Repeats repeats, Supplier<@Nullable Observation> underWay) {
    this.repeats = repeats;
    this.underWay = underWay;
  }

  /** In front of the codec. */
  ChannelHandler bytes() {
    return new Bytes();
  }

  /** Behind the codec, and behind who closes connections on which nothing happens. */
  ChannelHandler messages() {
    return new Messages();
  }

  private final class Bytes extends ChannelInboundHandlerAdapter {

    private boolean written;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof ByteBuf bytes)) {
        context.fireChannelRead(message);
        return;
      }
      forget();
      if (open == 0 && account.empty() && RequestBytes.mayBe(bytes)) {
        RequestBytes whole = RequestBytes.of(bytes);
        if (answered(context, bytes, whole)) {
          return;
        }
        asked = repeats.comesAgain(whole) ? whole : null;
      }
      reading = true;
      begun = 0;
      account.put(bytes);
      context.fireChannelRead(bytes);
      account.settle();
      reading = false;
      if (begun == 1 && account.empty()) {
        remember();
      } else {
        // with the bytes that are still to come it is another request, or it is more than one
        forget();
      }
    }

    private boolean answered(ChannelHandlerContext context, ByteBuf bytes, RequestBytes whole) {
      ByteBuf answer;
      try {
        // who does not take answers waits where waiting is looked after
        answer = context.channel().isWritable() ? repeats.answer(whole, context.alloc()) : null;
      } catch (RuntimeException e) {
        bytes.release();
        throw e;
      }
      if (answer == null) {
        return false;
      }
      bytes.release();
      var _ = context.write(answer, context.voidPromise());
      written = true;
      used = true;
      return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (written) {
        written = false;
        context.flush();
      }
      context.fireChannelReadComplete();
    }
  }

  private final class Messages extends ChannelDuplexHandler {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest one) {
        open++;
        begun++;
        if (asked != null && !lasting(one)) {
          forget();
        }
        if (one.decoderResult().isFailure()) {
          account.failed();
        }
      }
      if (message instanceof HttpContent part) {
        account.body(part.content().readableBytes());
        if (part.decoderResult().isFailure()) {
          account.failed();
        }
        if (part instanceof LastHttpContent) {
          account.ended();
        }
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
          account.failed();
        }
      } else if (message instanceof LastHttpContent) {
        open--;
        learn(message);
      }
      if (message instanceof HttpResponse last
          && last.headers()
              .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
        account.failed(); // nothing is answered behind it
      }
      var _ = context.write(message, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent && used) {
        // what is answered in front is not seen by who says that nothing happens
        used = false;
      } else {
        context.fireUserEventTriggered(event);
      }
    }
  }

  private void forget() {
    asked = null;
    learnt = null;
  }

  private void learn(Object message) {
    if (asked != null && message instanceof FullHttpResponse answer && repeatable(answer)) {
      Observation first = underWay.get();
      Repeat.Terms terms = first == null ? null : first.repeatable();
      Repeat.Count count = first == null ? null : repeats.counted(first);
      learnt = terms == null || count == null ? null : Repeat.of(answer, terms, count);
    }
    if (learnt == null) {
      forget();
    } else if (!reading) {
      remember();
    }
  }

  private void remember() {
    if (asked != null && learnt != null) {
      repeats.remember(asked, learnt);
      forget();
    }
  }

  /**
   * Without a body, of a client that leaves the request's name to us; before HTTP/1.1 a connection
   * just ends.
   */
  private static boolean lasting(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !HttpUtil.isContentLengthSet(request)
        && !request.headers().contains(RequestId.HEADER);
  }

  /** Not the last one on its connection, as it says then. */
  private static boolean repeatable(FullHttpResponse answer) {
    return REPEATED.contains(answer.status().code())
        && answer.content().readableBytes() <= Repeats.ANSWER_MAX
        && !answer.headers().contains(HttpHeaderNames.CONNECTION)
        && !answer.headers().contains(TraceId.HEADER)
        && !answer.headers().contains(HttpHeaderNames.SET_COOKIE);
  }
}
