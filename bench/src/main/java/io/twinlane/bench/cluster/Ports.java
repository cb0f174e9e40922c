package io.twinlane.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports on loopback, each given once. They lie below those that systems hand out to outgoing
 * connections, so that a service that was restarted finds its port free.
 */
final class Ports {

  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 31_000;

  private int next;

  /** From {@code -Dcluster.ports} upwards if that is set, else from anywhere. */
  Ports() {
    this.next =
        Integer.getInteger("cluster.ports", ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
  }

  int free() {
    while (true) {
      int port = next++;
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false; // somebody else's
    }
  }
}
