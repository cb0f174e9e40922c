package io.twinlane.schema.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TracesOffTest {

  @Test
  void whereTracesAreOffNothingOfOpenTelemetryIsLoaded() throws Exception {
    WithoutOpenTelemetry loader = new WithoutOpenTelemetry();
    Object untraced =
        loader.loadClass(Untraced.class.getName()).getDeclaredConstructor().newInstance();

    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    Object told;
    try {
      told = ((Callable<?>) untraced).call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }

    assertThat(told).isEqualTo("answered, in no trace");
    assertThat(loader.askedFor).isZero();
  }

  /** Asks something over the bus of a Vert.x that is built without traces. */
  public static final class Untraced implements Callable<String> {

    public Untraced() {}

    @Override
    public String call() throws Exception {
      Vertx vertx = Tracing.of(Vertx.builder(), null).build();
      try {
        vertx.eventBus().<String>consumer("twinlane.query", question -> question.reply("answered"));
        return vertx
            .eventBus()
            .<String>request("twinlane.query", "?")
            .map(answer -> answer.body() + (TraceId.current() == null ? ", in no trace" : ""))
            .map(text -> TracePoint.here().traced() ? "traced" : text)
            .toCompletionStage()
            .toCompletableFuture()
            .get();
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().get();
      }
    }
  }

  /** Has classes of its own of Twinlane and Vert.x, and none of OpenTelemetry. */
  private static final class WithoutOpenTelemetry extends ClassLoader {

    private int askedFor;

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.startsWith("io.opentelemetry.")) {
          askedFor++;
          throw new ClassNotFoundException(name);
        }
        Class<?> known = findLoadedClass(name);
        boolean own = name.startsWith("io.twinlane.") || name.startsWith("io.vertx.");
        return known != null ? known : own ? defined(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
