package io.twinlane.schema.cluster;

import io.twinlane.schema.settings.Environment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A member of a test's cluster, in this JVM or, with {@link #main}, in one of its own. */
record Member(Vertx vertx, int port, int busPort) {

  private static final int SECONDS_MAX = 60;

  /** Joins as these settings say, at ports that are free, those of others given as seeds. */
  static Member join(Map<String, String> settings, int... seeds) throws Exception {
    return joinAt(freePort(), settings, seeds);
  }

  /** The same at a port that others know already. */
  static Member joinAt(int port, Map<String, String> settings, int... seeds) throws Exception {
    return done(joining(port, settings, seeds));
  }

  /** The same, and does not wait for it. */
  static Future<Member> joining(int port, Map<String, String> settings, int... seeds)
      throws Exception {
    Map<String, String> values = new TreeMap<>(settings);
    int busPort = freePort();
    values.put("CLUSTER_PORT", String.valueOf(port));
    values.put("CLUSTER_BUS_PORT", String.valueOf(busPort));
    values.put("CLUSTER_MEMBERS", seeds(port, seeds));
    return joining(values).map(vertx -> new Member(vertx, port, busPort));
  }

  /** Joins exactly as these settings say. */
  static Vertx vertx(Map<String, String> values) throws Exception {
    return done(joining(values));
  }

  private static Future<Vertx> joining(Map<String, String> values) {
    return Cluster.join(ClusterSettings.from(Environment.of(values)), Transport.NIO);
  }

  /** Waits for what must come. */
  static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Settings as arguments; answers at the address {@code process} until it is killed. */
  static void main(String[] settings) throws Exception {
    Map<String, String> values = new TreeMap<>();
    for (String setting : settings) {
      values.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    vertx(values).eventBus().<String>consumer("process", message -> message.reply("alive"));
  }

  static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static String seeds(int own, int... others) {
    StringBuilder seeds = new StringBuilder("127.0.0.1:" + own);
    for (int other : others) {
      seeds.append(",127.0.0.1:").append(other);
    }
    return seeds.toString();
  }

  List<String> members() {
    return ((VertxInternal) vertx).clusterManager().getNodes();
  }

  void close() throws Exception {
    done(vertx.close());
  }
}
