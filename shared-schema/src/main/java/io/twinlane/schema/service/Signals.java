package io.twinlane.schema.service;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and SIGINT. The first one begins to end the process in order, which then has status 0;
 * any second one ends it at once, with status 1. What comes within half a second of the first is
 * the same one: a terminal and the tool that started the process may both send it.
 *
 * <p>A shutdown hook would not do: while hooks run, the JVM hears no signals. {@code
 * sun.misc.Signal} (module jdk.unsupported) is the way to hear them that every JDK has; by
 * reflection, as the compiler's warning about it cannot be suppressed.
 */
public final class Signals {

  private static final int ENDED_AT_ONCE = 1;
  private static final long SAME_NANOS = 500_000_000L;

  private final Runnable inOrder;
  private final Runnable atOnce;

  /** When the first one came. */
  private final AtomicReference<@Nullable Long> heard = new AtomicReference<>();

  private Signals(Runnable inOrder, Runnable atOnce) {
    this.inOrder = inOrder;
    this.atOnce = atOnce;
  }

  /**
   * Ends the process by signals from now on.
   *
   * @param inOrder what the first signal does before the process ends; may take its time
   * @param atOnce what a second one does, in no time
   * @throws StartException if this Java does not pass signals on
   */
  public static void endBy(Runnable inOrder, Runnable atOnce) {
    Signals signals = new Signals(inOrder, atOnce);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle hear =
          lookup
              .findVirtual(Signals.class, "hear", MethodType.methodType(void.class))
              .bindTo(signals);
      Object hearing =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(hear, 0, signal));
      for (String name : new String[] {"TERM", "INT"}) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        Object _ = signal.getMethod("handle", signal, handler).invoke(null, one, hearing);
      }
    } catch (ReflectiveOperationException e) {
      throw new StartException(
          "signals cannot be heard: Java needs the module jdk.unsupported, and not -Xrs");
    }
  }

  /** Each signal comes on a thread of its own. */
  @SuppressWarnings("unused") // by its name
  private void hear() {
    long now = System.nanoTime();
    if (heard.compareAndSet(null, now)) {
      try {
        inOrder.run();
      } finally {
        System.exit(0);
      }
    }
    if (now - Objects.requireNonNull(heard.get()) > SAME_NANOS) {
      try {
        System.err.println("ended at once by a second signal");
        atOnce.run();
      } finally {
        Runtime.getRuntime().halt(ENDED_AT_ONCE);
      }
    }
  }
}
