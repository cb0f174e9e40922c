package io.twinlane.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.twinlane.schema.message.Again;
import io.twinlane.schema.message.CacheStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A connection on which a request is known by its bytes. */
class RepeatingConnectionTest {

  private static final String KNOWN = "GET /known HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int REPEATS_MAX = 100_000;

  private final Repeats repeats =
      new Repeats(REPEATS_MAX, new Observations(ServerTiming.When.OFF), new SimpleMeterRegistry());
  private final RepeatingConnection connection = new RepeatingConnection(repeats, () -> null);
  private final List<Object> behind = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          connection.bytes(),
          new HttpRequestDecoder(),
          new HttpResponseEncoder(),
          connection.messages(),
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
              behind.add(message);
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
              behind.add(event);
            }
          });

  private @Nullable CacheStatus status =
      new CacheStatus(CacheStatus.Source.HIT, false, false, null, 3, 57, "tag");
  private int asked;

  private void know(String request, String body) {
    repeats.remember(RequestBytes.of(bytes(request)), repeat(body));
  }

  private Repeat repeat(String body) {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, bytes(body));
    answer.headers().set("content-length", body.length()).set("Age", "1");
    return Repeat.of(answer, new Repeat.Terms(new Way(), () -> true), (_, _) -> {});
  }

  private final class Way implements Again {

    @Override
    public @Nullable CacheStatus take() {
      asked++;
      return status;
    }

    @Override
    public int weight() {
      return 2_048;
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private @Nullable String answered(String text) {
    channel.writeInbound(bytes(text));
    ByteBuf answer = channel.readOutbound();
    return answer == null ? null : answer.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsOfTheMomentIsSaidAnew() {
    know(KNOWN, "rows");

    assertThat(answered(KNOWN))
        .startsWith("HTTP/1.1 200 OK\r\ncontent-length: 4\r\nX-Request-Id: ")
        .endsWith("\r\nCache-Status: Twinlane; hit; ttl=57\r\nAge: 3\r\n\r\nrows");
    assertThat(behind).isEmpty();
  }

  @Test
  void aConnectionThatIsUsedInFrontIsNotIdle() {
    know(KNOWN, "rows");
    answered(KNOWN);

    channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
    assertThat(behind).isEmpty();

    channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
    assertThat(behind).containsExactly(IdleStateEvent.ALL_IDLE_STATE_EVENT);
  }

  @Test
  void whatIsNotGivenAgainIsForgotten() {
    know(KNOWN, "rows");
    status = null;

    assertThat(answered(KNOWN)).isNull();
    assertThat(behind).hasSize(2);
    assertThat(asked).isEqualTo(1);
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
    channel.readOutbound();

    assertThat(answered(KNOWN)).isNull();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aClientThatTakesNoAnswersIsLookedAfterBehind() {
    know(KNOWN, "rows");
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

    assertThat(answered(KNOWN)).isNull();
    assertThat(behind).hasSize(2);
  }

  @Test
  void whatIsRememberedIsBoundedByBytes() {
    for (int i = 0; i < 1_000; i++) {
      know(KNOWN.replace("known", "known" + i), "rows");
    }

    int known = 0;
    for (int i = 0; i < 1_000; i++) {
      ByteBuf answer =
          repeats.answer(
              RequestBytes.of(bytes(KNOWN.replace("known", "known" + i))), channel.alloc());
      known += answer == null ? 0 : 1;
    }
    assertThat(known).isBetween(1, REPEATS_MAX / 4_096);
  }
}
