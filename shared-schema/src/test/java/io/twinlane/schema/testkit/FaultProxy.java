package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A way to PostgreSQL on which everything goes wrong that can go wrong on a network. */
public final class FaultProxy implements AutoCloseable {

  /** With the end of the text: a transaction that begins may be called READ COMMITTED. */
  private static final String COMMIT = "COMMIT\0";

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final DatabaseUrl target;
  private final int port;
  private volatile NetServer server;

  /** What happens to bytes; read for every chunk of them. */
  private volatile Fault fault = Fault.NONE;

  /** How many commits may still lose their answer. */
  private volatile int percentOfCommits;

  /**
   * What happens to bytes on the way back from PostgreSQL.
   *
   * @param delay how long a chunk waits; null for not at all
   * @param slice chunks of at most so many bytes, 0 for as they come
   * @param bytesMax after so many bytes of a connection it is closed, 0 for never
   * @param silent whether all bytes are swallowed, in both directions
   */
  private record Fault(Supplier<Long> delay, int slice, int bytesMax, boolean silent) {

    static final Fault NONE = new Fault(() -> 0L, 0, 0, false);
  }

  /** Begins to listen, and passes everything on as it is. */
  public FaultProxy(DatabaseUrl target) {
    this.target = target;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  private NetServer listen(int wanted) {
    NetServerOptions options =
        new NetServerOptions().setHost("127.0.0.1").setPort(wanted).setSoLinger(0);
    return await(vertx.createNetServer(options).connectHandler(this::accept).listen());
  }

  /** The connection string of the target, by this way. */
  public String url() {
    return "postgres://%s@127.0.0.1:%d/%s".formatted(target.user(), port, target.database());
  }

  /** Nothing goes wrong from now on; what was swallowed stays so. */
  public void heal() {
    fault = Fault.NONE;
    percentOfCommits = 0;
  }

  /** Bytes vanish, and nobody is told. */
  public void blackHole() {
    fault = new Fault(() -> 0L, 0, 0, true);
  }

  /** Answers come late. */
  public void latency(long millis, long jitterMillis) {
    fault =
        new Fault(
            () -> millis + ThreadLocalRandom.current().nextLong(-jitterMillis, jitterMillis + 1),
            0,
            0,
            false);
  }

  /** Answers come in slices, each of which waits. */
  public void slices(int bytes, long millis) {
    fault = new Fault(() -> millis, bytes, 0, false);
  }

  /** A connection ends in the middle of an answer. */
  public void limit(int bytes) {
    fault = new Fault(() -> 0L, 0, bytes, false);
  }

  /** Of so many in a hundred commits the answer is lost, and the connection with it. */
  public void losesAnswersOfCommits(int percent) {
    percentOfCommits = percent;
  }

  /** Every connection is reset. */
  public void reset() {
    links.forEach(Link::close);
  }

  /** Every connection is reset, and new ones are refused. */
  public void refuse() {
    await(server.close());
    reset();
  }

  /** New connections are accepted again. */
  public void accept() {
    server = listen(port);
  }

  /** How many connections there are. */
  public int connections() {
    return links.size();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void accept(NetSocket lane) {
    lane.pause();
    // who leaves before the way is open is not heard by the link: a closed socket tells nobody
    // again
    AtomicBoolean gone = new AtomicBoolean();
    lane.closeHandler(_ -> gone.set(true));
    client
        .connect(target.port(), target.host())
        .onFailure(_ -> lane.close())
        .onSuccess(postgres -> {
          if (gone.get()) {
            postgres.close();
          } else {
            new Link(lane, postgres).begin();
          }
        });
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One connection. What waits keeps its order. */
  private final class Link {

    private final NetSocket lane;
    private final NetSocket postgres;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private boolean holding;
    private int passed;
    private boolean answerLost;

    Link(NetSocket lane, NetSocket postgres) {
      this.lane = lane;
      this.postgres = postgres;
    }

    void begin() {
      links.add(this);
      lane.handler(this::sent);
      postgres.handler(this::answered);
      lane.closeHandler(_ -> end());
      postgres.closeHandler(_ -> lane.close());
      lane.resume();
    }

    void close() {
      lane.close();
      end();
    }

    private void end() {
      links.remove(this);
      postgres.close();
    }

    private void sent(Buffer bytes) {
      if (fault.silent()) {
        return;
      }
      if (percentOfCommits > 0
          && bytes.toString(StandardCharsets.ISO_8859_1).contains(COMMIT)
          && ThreadLocalRandom.current().nextInt(100) < percentOfCommits) {
        answerLost = true;
      }
      postgres.write(bytes);
    }

    private void answered(Buffer bytes) {
      if (answerLost) {
        close();
        return;
      }
      Fault now = fault;
      if (now.silent()) {
        return;
      }
      int slice = now.slice() == 0 ? bytes.length() : now.slice();
      for (int from = 0; from < bytes.length(); from += slice) {
        waiting.add(bytes.slice(from, Math.min(bytes.length(), from + slice)));
      }
      if (!holding) {
        pass();
      }
    }

    private void pass() {
      holding = false;
      while (!waiting.isEmpty()) {
        long delay = fault.delay().get();
        if (delay > 0) {
          holding = true;
          vertx.setTimer(
              delay,
              _ -> {
                write(waiting.poll());
                pass();
              });
          return;
        }
        write(waiting.poll());
      }
    }

    private void write(Buffer bytes) {
      Fault now = fault;
      passed += bytes.length();
      if (now.bytesMax() > 0 && passed > now.bytesMax()) {
        int kept = Math.max(0, bytes.length() - (passed - now.bytesMax()));
        lane.write(bytes.slice(0, kept)).onComplete(_ -> close());
        return;
      }
      lane.write(bytes);
    }
  }
}
