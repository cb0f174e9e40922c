package io.twinlane.schema.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.SocketFactory;

/** Sockets of the membership on which both sides must show a certificate that is trusted. */
final class Sockets {

  private static final String[] PROTOCOLS = {Identity.PROTOCOL};
  private static final int HANDSHAKE_MILLIS_MAX = 2_000;

  private Sockets() {}

  static SocketFactory of(Identity identity) {
    DefaultSocketFactory sockets = new DefaultSocketFactory(identity.context());
    sockets.setSocketConfigurator(Sockets::outgoing);
    sockets.setServerSocketConfigurator(Sockets::listening);
    return sockets;
  }

  /** A frozen member accepts and says nothing: whoever connects must not wait for it. */
  private static void outgoing(Socket socket) {
    if (socket instanceof SSLSocket secured) {
      secured.setEnabledProtocols(PROTOCOLS);
      limitWait(secured, HANDSHAKE_MILLIS_MAX);
      secured.addHandshakeCompletedListener(done -> limitWait(done.getSocket(), 0));
    }
  }

  private static void limitWait(Socket socket, int millis) {
    try {
      socket.setSoTimeout(millis);
    } catch (SocketException e) {
      // it was closed meanwhile
    }
  }

  private static void listening(ServerSocket socket) {
    if (!(socket instanceof SSLServerSocket secured)) {
      throw new UncheckedIOException(new IOException("a socket in clear text was asked for"));
    }
    secured.setEnabledProtocols(PROTOCOLS);
    secured.setNeedClientAuth(true);
  }
}
