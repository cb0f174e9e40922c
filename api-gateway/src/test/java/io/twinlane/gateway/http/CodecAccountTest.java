package io.twinlane.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account of what a decoder holds, beside the decoder itself. */
class CodecAccountTest {

  private static final List<String> MESSAGES =
      List.of(
          "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /a HTTP/1.1\nHost: x\n\n",
          "\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n",
          "POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
          "GET /a HTTP/1.1\nHost: x\n\n",
          "POST /a HTTP/1.1\r\nContent-Length: 11\r\n\r\nab\r\n\r\ncd\n\ne",
          "POST /a HTTP/1.1\nContent-Length: 9\n\nab\r\n\r\ncde",
          "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n",
          "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n",
          "PUT /a HTTP/1.1\r\nContent-Length: 200\r\n\r\n" + "\r\n".repeat(100));

  private final CodecAccount account = new CodecAccount();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new HttpRequestDecoder(new HttpDecoderConfig().setStrictLineParsing(false)),
          new Behind());
  private final List<String> asked = new ArrayList<>();

  private final class Behind extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        asked.add(request.decoderResult().isFailure() ? "?" : request.uri());
      }
      if (message instanceof HttpObject one && one.decoderResult().isFailure()) {
        account.failed();
      }
      if (message instanceof HttpContent part) {
        account.body(part.content().readableBytes());
        if (part instanceof LastHttpContent) {
          account.ended();
        }
      }
      ReferenceCountUtil.release(message);
    }
  }

  private void put(String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    account.put(bytes);
    channel.writeInbound(bytes);
    account.settle();
  }

  /** Whether the next bytes are taken for a request by themselves. */
  private boolean atTheBeginning() {
    asked.clear();
    put("GET /next HTTP/1.1\r\n\r\n");
    return asked.equals(List.of("/next"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: 11\r\n\r\nab\r\n\r\ncd\n\ne"
      })
  void behindAMessageNothingIsHeldHoweverItCame(String message) {
    for (int cut = 1; cut < message.length(); cut++) {
      put(message.substring(0, cut));
      assertThat(account.empty()).isFalse();
      put(message.substring(cut));
      assertThat(account.empty()).isTrue();
    }
  }

  @Test
  void neverIsNothingHeldWhileSomethingIs() {
    Random random = new Random(20261127);
    int empty = 0;
    for (int round = 0; round < 20_000; round++) {
      CodecAccountTest one = new CodecAccountTest();
      StringBuilder stream = new StringBuilder();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        stream.append(MESSAGES.get(random.nextInt(MESSAGES.size())));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(stream.length());
        stream.insert(at, random.nextBoolean() ? "\r\n" : "\n");
      }
      for (int at = 0; at < stream.length(); ) {
        int end = Math.min(stream.length(), at + random.nextInt(1, 80));
        one.put(stream.substring(at, end));
        at = end;
        if (one.account.empty()) {
          assertThat(one.atTheBeginning()).as(stream.toString()).isTrue();
          empty++;
        }
      }
      one.channel.finishAndReleaseAll();
    }
    assertThat(empty).isGreaterThan(500);
  }

  @Test
  void aBodyWithTheEndOfAHeadInItDoesNotHideWhatIsHeld() {
    // the head ends earlier than by \r\n\r\n, and as many bytes are held as lie between
    String begun = "GET /b H";
    String body = "1234\r\n\r\n";

    put("POST /a HTTP/1.1\nContent-Length: 8\n\n" + body + begun);

    assertThat(account.empty()).isFalse();
    put("TTP/1.1\r\n\r\n");
    assertThat(account.empty()).isFalse();
  }
}
