package io.twinlane.schema.cluster;

import java.net.ConnectException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.dns.DNSResolver;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.util.Responses;
import org.jspecify.annotations.Nullable;

/**
 * Looks for other members at the seeds, and does not wait once nobody listens at any of them.
 *
 * <p>A member listens before it asks. So whoever is to be at a seed and refuses a connection has
 * not begun yet, and will ask this one if it is a seed of theirs. Where every seed has an address
 * and nobody listens there, this one is the first; where a name is not known yet, or somebody says
 * nothing, it waits. Should two begin alone all the same, they are merged.
 */
final class LookAround extends DNS_PING {

  private final ClusterSettings settings;
  private final Set<Address> asked = new HashSet<>();
  private boolean everySeedKnown;
  private @Nullable Responses waiting;

  LookAround(ClusterSettings settings) {
    this.settings = settings;
    // which it would have as itself: members of other versions know it by that
    setId(ClassConfigurator.getProtocolId(DNS_PING.class));
    // with the ports that come with the addresses
    setValue("dns_record_type", DNSResolver.DNSRecordType.SRV.name());
    setDNSQuery("seeds").setDNSResolver((_, _) -> addresses());
    // seeds need not name everybody: who is asked tells where all others are
    setValue("send_cache_on_join", true);
    returnEntireCache(true);
  }

  /** A transport that tells this one who refuses connections. */
  TCP transport() {
    return new Transport(this);
  }

  /** Called by JGroups: on the thread that joins, later by the one that looks for others. */
  @Override
  public void findMembers(List<Address> members, boolean initial, Responses responses) {
    if (initial) {
      begin();
    }
    super.findMembers(members, initial, responses);
    if (initial) {
      asked(responses);
    }
  }

  @Override
  protected void sendDiscoveryRequest(Message request) {
    synchronized (this) {
      asked.add(request.getDest());
    }
    super.sendDiscoveryRequest(request);
  }

  private synchronized void begin() {
    asked.clear();
    waiting = null;
  }

  private synchronized void asked(Responses responses) {
    waiting = responses;
    endIfNobodyListens();
  }

  private synchronized void refused(Address address) {
    if (asked.remove(address)) {
      endIfNobodyListens();
    }
  }

  /** Whoever has asked this one meanwhile has begun, and is waited for. */
  private void endIfNobodyListens() {
    if (waiting != null && everySeedKnown && asked.isEmpty() && waiting.isEmpty()) {
      waiting.done();
    }
  }

  /** All addresses of all seeds, looked up anew each time that somebody is looked for. */
  private List<Address> addresses() {
    List<List<Address>> found =
        settings.seeds().stream().map(seed -> seed.addresses(settings.port())).toList();
    synchronized (this) {
      everySeedKnown = found.stream().noneMatch(List::isEmpty);
    }
    return found.stream().flatMap(List::stream).toList();
  }

  private static final class Transport extends TCP {

    private final LookAround lookAround;

    Transport(LookAround lookAround) {
      this.lookAround = lookAround;
      setId(ClassConfigurator.getProtocolId(TCP.class));
    }

    @Override
    public void send(Address dest, byte[] data, int offset, int length) throws Exception {
      try {
        super.send(dest, data, offset, length);
      } catch (ConnectException e) {
        lookAround.refused(dest);
        throw e;
      }
    }
  }
}
