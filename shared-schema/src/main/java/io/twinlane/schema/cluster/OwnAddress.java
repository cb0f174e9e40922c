package io.twinlane.schema.cluster;

import io.twinlane.schema.settings.Environment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;

/** The address of this machine at which other members reach it. */
final class OwnAddress {

  private OwnAddress() {}

  /** The one of CLUSTER_HOST; else loopback, or what the interfaces tell. */
  static Optional<InetAddress> from(Environment env, boolean loopback) {
    Optional<String> host = env.text("CLUSTER_HOST");
    try {
      if (host.isPresent()) {
        return Optional.of(concrete(InetAddress.getByName(host.get())));
      }
      Optional<InetAddress> found =
          loopback ? Optional.of(InetAddress.getLoopbackAddress()) : ofInterfaces();
      if (found.isEmpty()) {
        env.mistake("CLUSTER_HOST is not set, and no interface has an address to be reached at");
      }
      return found;
    } catch (UnknownHostException | SocketException e) {
      env.mistake(
          "CLUSTER_HOST must be an address of this machine that the others can reach, not '"
              + host.orElse("")
              + "'");
      return Optional.empty();
    }
  }

  private static InetAddress concrete(InetAddress address) throws UnknownHostException {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      throw new UnknownHostException("no address to be reached at");
    }
    return address;
  }

  /** Private networks before public ones, IPv4 before IPv6, the first interface before others. */
  private static Optional<InetAddress> ofInterfaces() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
        .filter(OwnAddress::up)
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .min(
            Comparator.comparing((InetAddress address) -> !address.isSiteLocalAddress())
                .thenComparing(address -> !(address instanceof Inet4Address)));
  }

  private static boolean up(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
