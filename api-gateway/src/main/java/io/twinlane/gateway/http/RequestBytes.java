package io.twinlane.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The bytes of a request, by which it is known. Their hash is made with a secret, so that nobody
 * can choose many that have the same one.
 */
final class RequestBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = new SecureRandom().nextLong();
  private static final long SECRET = new SecureRandom().nextLong() | 1;
  private static final byte[] GET = {'G', 'E', 'T', ' '};

  /** A longer one is not remembered. */
  private static final int LENGTH_MAX = 8 * 1024;

  private final byte[] bytes;
  private final int hash;

  private RequestBytes(byte[] bytes) {
    this.bytes = bytes;
    this.hash = hash(bytes);
  }

  /** Whether what there is to read is short enough, and begins like what only reads. */
  static boolean mayBe(ByteBuf read) {
    int length = read.readableBytes();
    if (length <= GET.length || length > LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < GET.length; i++) {
      if (read.getByte(read.readerIndex() + i) != GET[i]) {
        return false;
      }
    }
    return true;
  }

  /** A copy of what there is to read. */
  static RequestBytes of(ByteBuf read) {
    return new RequestBytes(ByteBufUtil.getBytes(read));
  }

  private static int hash(byte[] bytes) {
    long hash = SEED ^ bytes.length;
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (; at < bytes.length; at++) {
      rest = (rest << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return Long.hashCode(mixed(hash ^ rest));
  }

  /** Both halves of a product with the secret: a difference goes where only that decides. */
  private static long mixed(long value) {
    return Math.multiplyHigh(value, SECRET) ^ (value * SECRET);
  }

  int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestBytes request
        && hash == request.hash
        && Arrays.equals(bytes, request.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
