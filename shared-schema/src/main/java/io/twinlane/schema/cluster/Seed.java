package io.twinlane.schema.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/**
 * Where other members may be: a name or address, at a port of its own or at the one that all use.
 */
record Seed(String host, Optional<Integer> port) {

  private static final int PORT_MAX = 65_535;

  /** A host, {@code host:port}, an IPv6 address, or one in brackets with a port. */
  private static final Pattern FORM =
      Pattern.compile(
          "\\[([0-9A-Fa-f:.]+)](?::(\\d{1,5}))?|([0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)|([\\w.-]+)(?::(\\d{1,5}))?");

  /** One that was written down, or empty if it is none. */
  static Optional<Seed> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String host =
        Stream.of(1, 3, 4).map(form::group).filter(part -> part != null).findFirst().orElseThrow();
    Optional<Integer> port =
        Stream.of(2, 5)
            .map(form::group)
            .filter(part -> part != null)
            .findFirst()
            .map(Integer::valueOf);
    return port.filter(number -> number < 1 || number > PORT_MAX).isPresent()
        ? Optional.empty()
        : Optional.of(new Seed(host, port));
  }

  /**
   * Every address that the name has now; none while it is not known. Blocks as long as DNS does.
   */
  List<Address> addresses(int otherwise) {
    try {
      return Stream.of(InetAddress.getAllByName(host))
          .<Address>map(address -> new IpAddress(address, port.orElse(otherwise)))
          .toList();
    } catch (UnknownHostException e) {
      // a service without members has no name yet: it is asked for again within seconds
      return List.of();
    }
  }

  @Override
  public String toString() {
    return port.map(number -> host + ':' + number).orElse(host);
  }
}
