package io.twinlane.schema.service;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The health check of a container whose image holds neither a shell nor an HTTP client: asks the
 * management server of the service beside it, once.
 *
 * <p>The one argument is the path, {@code /health/ready} if there is none. Exit status 0 if the
 * answer is 200, 1 if it is another one or does not come within two seconds, 2 if the settings are
 * wrong. It knows neither Vert.x nor a logger, so that it is done in a tenth of a second.
 */
public final class Probe {

  private static final int WAIT_MILLIS_MAX = 2_000;
  private static final String READY = "/health/ready";
  private static final byte[] WELL = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

  private Probe() {}

  public static void main(String[] arguments) {
    try {
      Environment env = Environment.of(System.getenv());
      Listen management = Listen.management(env);
      System.exit(
          well(env.check(() -> management), arguments.length == 0 ? READY : arguments[0]) ? 0 : 1);
    } catch (SettingsException e) {
      System.err.println("probe: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Whether a management server answers 200. Blocks for at most about two seconds. */
  static boolean well(Listen management, String path) {
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path);
    try (Socket socket = new Socket()) {
      socket.connect(address(management), WAIT_MILLIS_MAX);
      socket.setSoTimeout(WAIT_MILLIS_MAX);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return beginsWell(socket.getInputStream());
    } catch (IOException e) {
      System.err.println("probe: " + e.getMessage());
      return false;
    }
  }

  private static boolean beginsWell(InputStream answer) throws IOException {
    byte[] start = answer.readNBytes(WELL.length);
    return Arrays.equals(start, WELL);
  }

  /** A server that listens at every address is asked at the loopback one. */
  private static InetSocketAddress address(Listen management) throws IOException {
    InetAddress host = InetAddress.getByName(management.host());
    return new InetSocketAddress(
        host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, management.port());
  }
}
