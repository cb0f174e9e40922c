package io.twinlane.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.twinlane.schema.message.Again;
import io.twinlane.schema.message.CacheStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was given to some bytes, to be given to the same bytes again. What it says of the
 * moment is said anew: the request's id, the age, and what the cache had to do with it.
 */
final class Repeat {

  private static final String LINE_END = "\r\n";

  /** Room for what is said anew. */
  private static final int MOMENT_MAX = 256;

  /** Objects around the bytes. */
  private static final int OVERHEAD = 2 * 1024;

  private final Terms terms;
  private final Count count;
  private final byte[] head;
  private final byte[] body;

  private Repeat(Terms terms, Count count, byte[] head, byte[] body) {
    this.terms = terms;
    this.count = count;
    this.head = head;
    this.body = body;
  }

  /**
   * While what holds it may be given again.
   *
   * @param again asks the lane
   * @param stillSo whether the gateway would still ask the same: the same caller, the same catalog
   */
  record Terms(Again again, BooleanSupplier stillSo) {}

  /** Counts requests that repeat another one, of which there is no {@link Observation} of each. */
  interface Count {

    /** One that took so long, and whose answer's body has so many bytes. */
    void add(long nanos, long bytes);
  }

  /** What is to be remembered of an answer. */
  static Repeat of(FullHttpResponse answer, Terms terms, Count count) {
    StringBuilder head =
        new StringBuilder(512)
            .append("HTTP/1.1 ")
            .append(answer.status().code())
            .append(' ')
            .append(answer.status().reasonPhrase())
            .append(LINE_END);
    HttpHeaders lasting = answer.headers().copy();
    lasting.remove(RequestId.HEADER).remove(CacheStatusHeader.NAME).remove(CacheStatusHeader.AGE);
    lasting.forEach(header -> append(head, header.getKey(), header.getValue()));
    return new Repeat(
        terms,
        count,
        head.toString().getBytes(StandardCharsets.ISO_8859_1),
        ByteBufUtil.getBytes(answer.content()));
  }

  /** What it takes, in bytes, roughly. */
  int weight() {
    return head.length + body.length + terms.again().weight() + OVERHEAD;
  }

  /** The answer at this moment, to be released; null if the request has to go its whole way. */
  @Nullable ByteBuf answer(ByteBufAllocator allocator, long begunNanos) {
    CacheStatus status = terms.stillSo().getAsBoolean() ? terms.again().take() : null;
    if (status == null) {
      return null;
    }
    count.add(System.nanoTime() - begunNanos, body.length);
    ByteBuf answer = allocator.ioBuffer(head.length + body.length + MOMENT_MAX);
    answer.writeBytes(head);
    ByteBufUtil.writeAscii(answer, moment(status));
    answer.writeBytes(body);
    return answer;
  }

  private static String moment(CacheStatus status) {
    StringBuilder moment = new StringBuilder(MOMENT_MAX);
    append(moment, RequestId.HEADER, RequestId.made());
    CacheStatusHeader.tell(status, (name, value) -> append(moment, name, value));
    return moment.append(LINE_END).toString();
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append(LINE_END);
  }
}
