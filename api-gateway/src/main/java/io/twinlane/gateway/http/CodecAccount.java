package io.twinlane.gateway.http;

import io.netty.buffer.ByteBuf;

/**
 * Keeps account of one connection's decoder of HTTP/1.1: whether it holds nothing, so that the next
 * byte is the first one of a request.
 *
 * <p>It does when a message has come out of it whose head and body are together as long as what was
 * put in. The head is taken to end at the first empty line, where it never ends earlier. So
 * whatever else was put in (more messages, the sizes of chunks, the beginning of another request)
 * makes the sum too small, and then it is never again said of this connection that nothing is held.
 * Who can make it be said wrongly could have bytes of a body taken for a request of somebody else
 * (RFC 9112, section 11.2).
 */
final class CodecAccount {

  private static final long UNKNOWN = -1;

  private long came;
  private long head = UNKNOWN;
  private long body;
  private long lineEnd = -1;
  private byte last;
  private boolean ended;
  private boolean lost;

  /** Whether the decoder holds nothing, and is at the beginning of a request. */
  boolean empty() {
    return came == 0 && !lost;
  }

  /** Bytes are put in. */
  void put(ByteBuf bytes) {
    if (head == UNKNOWN && !lost) {
      findHead(bytes);
    }
    came += bytes.readableBytes();
  }

  private void findHead(ByteBuf bytes) {
    int begin = bytes.readerIndex();
    int end = bytes.writerIndex();
    for (int at = bytes.indexOf(begin, end, (byte) '\n');
        at >= 0;
        at = bytes.indexOf(at + 1, end, (byte) '\n')) {
      long place = came + at - begin;
      byte before = at > begin ? bytes.getByte(at - 1) : last;
      if (place - lineEnd == 1 || (place - lineEnd == 2 && before == '\r')) {
        head = place + 1;
        return;
      }
      lineEnd = place;
    }
    last = end > begin ? bytes.getByte(end - 1) : last;
  }

  /** A part of a body has come out. */
  void body(int bytes) {
    body += bytes;
  }

  /** The end of a message has come out. */
  void ended() {
    ended = true;
  }

  /** The decoder has refused something, or has another protocol now. */
  void failed() {
    lost = true;
  }

  /** All that can come out of what was put in has come out. */
  void settle() {
    if (!ended) {
      return;
    }
    if (came != head + body) {
      lost = true;
    }
    came = 0;
    head = UNKNOWN;
    body = 0;
    lineEnd = -1;
    ended = false;
  }
}
