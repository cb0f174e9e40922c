package io.twinlane.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A service that hears nothing from the cluster, while clients still reach it, and while what it
 * sends on connections of its own still arrives: packets to and from its two ports of the cluster
 * are dropped by the kernel's packet filter. Needs root and iptables. Ends when it is closed, and
 * when this JVM is gone.
 */
public final class CutOff implements AutoCloseable {

  /** The rules stay until the pipe ends of which the JVM holds the other end. */
  private static final String SCRIPT =
      """
      rules() {
        action=$1; shift
        for port; do
          iptables -w "$action" INPUT -i lo -p tcp --dport "$port" -j DROP || return 1
          iptables -w "$action" INPUT -i lo -p tcp --sport "$port" -j DROP || return 1
        done
      }
      rules -I "$@" && echo cut
      read -r _
      rules -D "$@"
      """;

  private final Process shell;

  private CutOff(Process shell) {
    this.shell = shell;
  }

  /** Whether this machine lets packets be dropped by whoever runs this. */
  public static boolean possible() {
    try {
      Process look =
          new ProcessBuilder("sh", "-c", "[ \"$(id -u)\" = 0 ] && iptables -w -n -L INPUT")
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return look.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Cuts a service off, and returns once it is. */
  public static CutOff of(ServiceInstance service) {
    try {
      Process shell =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  SCRIPT,
                  "cut-off",
                  Integer.toString(service.port("CLUSTER_PORT")),
                  Integer.toString(service.port("CLUSTER_BUS_PORT")))
              .redirectError(Redirect.DISCARD)
              .start();
      CutOff cut = new CutOff(shell);
      if (shell.inputReader().readLine() == null) {
        cut.close();
        throw new IllegalStateException(service.name() + " cannot be cut off");
      }
      return cut;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets packets through again. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      shell.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
