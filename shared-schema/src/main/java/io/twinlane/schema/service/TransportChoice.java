package io.twinlane.schema.service;

import io.netty.channel.EventLoopGroup;
import io.twinlane.schema.settings.Environment;
import io.vertx.core.transport.Transport;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By which interface of the system sockets are used, by the setting {@code TRANSPORT}. */
public enum TransportChoice {
  /** {@link #EPOLL} where this machine allows it, else {@link #NIO}. */
  AUTO,
  /**
   * Only by its name: with Netty 4.2.12 a connection that was reset in the middle of an answer was
   * seen to stay open for ever.
   */
  IO_URING,
  EPOLL,
  /** Java's own, which is there everywhere. */
  NIO;

  private static final Logger LOG = LoggerFactory.getLogger(TransportChoice.class);

  /** As many loops as a process has: one for connections, one that accepts them. */
  private static final int LOOPS = 2;

  private static final int IO_RATIO = 50;

  /** What the settings say. */
  public static TransportChoice from(Environment env) {
    return env.oneOf("TRANSPORT", TransportChoice.class, AUTO, TransportChoice::word);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The transport, which has been tried out: a container may forbid what the kernel has.
   *
   * @throws StartException if one that is asked for by name cannot be had
   */
  public Transport transport() {
    TransportChoice wanted = this == AUTO ? EPOLL : this;
    String obstacle = wanted.obstacle();
    if (obstacle == null) {
      return wanted.told();
    }
    if (this != AUTO) {
      throw new StartException(
          "TRANSPORT=%s cannot be had here: %s. Leave it out to have what there is."
              .formatted(word(), obstacle));
    }
    LOG.debug("no {}: {}", wanted.word(), obstacle);
    return NIO.told();
  }

  private Transport told() {
    Transport transport = ofVertx();
    if (transport == null) {
      throw new IllegalStateException(word() + " was there a moment ago");
    }
    LOG.info("sockets are used by {}", word());
    return transport;
  }

  /** Null where Vert.x does not find its classes. */
  private @Nullable Transport ofVertx() {
    return switch (this) {
      case IO_URING -> Transport.IO_URING;
      case EPOLL -> Transport.EPOLL;
      case NIO, AUTO -> Transport.NIO;
    };
  }

  /** Why it cannot be used; null if it can. */
  private @Nullable String obstacle() {
    Transport transport = ofVertx();
    if (transport == null) {
      return "its library is missing";
    }
    if (!transport.available()) {
      return message(transport.unavailabilityCause());
    }
    try {
      EventLoopGroup loops =
          transport
              .implementation()
              .eventLoopGroup(
                  io.vertx.core.spi.transport.Transport.IO_EVENT_LOOP_GROUP,
                  LOOPS,
                  Thread.ofPlatform().daemon().factory(),
                  IO_RATIO);
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      return null;
    } catch (RuntimeException | LinkageError e) {
      return message(e);
    }
  }

  /** The innermost cause is the one that says something. */
  private static String message(@Nullable Throwable cause) {
    Throwable innermost = cause;
    while (innermost != null && innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost == null ? "unknown" : String.valueOf(innermost.getMessage());
  }
}
