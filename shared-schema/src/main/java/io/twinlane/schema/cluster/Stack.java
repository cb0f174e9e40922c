package io.twinlane.schema.cluster;

import java.util.Optional;
import org.jgroups.JChannel;
import org.jgroups.logging.CustomLogFactory;
import org.jgroups.logging.Log;
import org.jgroups.logging.LogFactory;
import org.jgroups.logging.Slf4jLogImpl;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;

/**
 * The protocols of the membership, from the socket up. All of it goes over one TCP port: no
 * multicast, no second port, and nothing that answers to diagnostics.
 */
final class Stack {

  private static final int THREADS_MAX = 16;
  private static final int CONNECT_MILLIS_MAX = 1_000;

  /** A stranger that connects and says nothing keeps others from connecting for this long. */
  private static final int STRANGER_MILLIS_MAX = 2_000;

  /** One that cannot be certain to be the first waits for this long for others to answer. */
  private static final long LOOK_AROUND_MILLIS = 2_000;

  /** One who asks a member that has died begins alone after that, and is merged. */
  private static final int JOIN_ATTEMPTS_MAX = 4;

  private static final long HEARTBEAT_MILLIS = 500;
  private static final long SILENCE_MILLIS_MAX = 3_000;
  private static final long LAST_WORD_MILLIS = 500;
  private static final long MERGE_MILLIS_MIN = 1_000;
  private static final long MERGE_MILLIS_MAX = 3_000;

  static {
    LogFactory.setCustomLogFactory(new Logs());
  }

  private Stack() {}

  static JChannel of(ClusterSettings settings, Optional<Identity> identity) throws Exception {
    LookAround lookAround = new LookAround(settings);
    TCP tcp = lookAround.transport();
    tcp.setBindAddress(settings.host()).setBindPort(settings.port()).setPortRange(0);
    tcp.setSockConnTimeout(CONNECT_MILLIS_MAX).setPeerAddrReadTimeout(STRANGER_MILLIS_MAX);
    tcp.getThreadPool().setMaxThreads(THREADS_MAX);
    identity.map(Sockets::of).ifPresent(tcp::setSocketFactory);
    JChannel channel =
        new JChannel(
            tcp,
            lookAround,
            new MERGE3().setMinInterval(MERGE_MILLIS_MIN).setMaxInterval(MERGE_MILLIS_MAX),
            new FD_ALL3().setInterval(HEARTBEAT_MILLIS).setTimeout(SILENCE_MILLIS_MAX),
            new VERIFY_SUSPECT2().setTimeout(LAST_WORD_MILLIS),
            new NAKACK2().useMcastXmit(false),
            new UNICAST3(),
            new STABLE(),
            new GMS()
                .setJoinTimeout(LOOK_AROUND_MILLIS)
                .setMaxJoinAttempts(JOIN_ATTEMPTS_MAX)
                .printLocalAddress(false),
            new UFC(),
            new MFC(),
            new FRAG4());
    // made with the channel, and listens once it is connected
    tcp.getDiagnosticsHandler().setEnabled(false);
    return channel;
  }

  private static final class Logs implements CustomLogFactory {

    @Override
    public Log getLog(Class<?> type) {
      // what is made of one of theirs is told of under its name, at the level of theirs
      return new Slf4jLogImpl(
          type.getName().startsWith("org.jgroups") ? type : type.getSuperclass());
    }

    @Override
    public Log getLog(String name) {
      return new Slf4jLogImpl(name);
    }
  }
}
