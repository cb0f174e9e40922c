package io.twinlane.schema.cluster;

import io.twinlane.schema.message.Messages;
import io.twinlane.schema.trace.TraceSettings;
import io.twinlane.schema.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.transport.Transport;
import java.net.BindException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The common event bus of all processes. */
public final class Cluster {

  private static final int CONNECT_MILLIS_MAX = 2_000;
  private static final long PING_MILLIS = 2_000;

  private Cluster() {}

  /**
   * A Vert.x with the suite's messages on one event loop, whose event bus reaches all other members
   * when the future is done. Closing it leaves the cluster in order.
   *
   * <p>Fails with {@link JoinException} if a port is taken or a certificate is no good. Who finds
   * nobody is the first member: at once where nobody listens at any seed, else after two seconds.
   * Blocks while files are read.
   */
  public static Future<Vertx> join(ClusterSettings settings, Transport transport) {
    return join(settings, transport, null);
  }

  /**
   * The same with traces.
   *
   * @param traces where they go; null for none
   */
  public static Future<Vertx> join(
      ClusterSettings settings, Transport transport, @Nullable TraceSettings traces) {
    try {
      Optional<Identity> identity = identity(settings.protection());
      VertxBuilder builder =
          Vertx.builder()
              .with(
                  new VertxOptions()
                      .setEventLoopPoolSize(1)
                      .setEventBusOptions(bus(settings, identity)))
              .withTransport(transport);
      return joined(
          settings, Tracing.of(builder, traces), new Membership(Stack.of(settings, identity)));
    } catch (JoinException e) {
      return Future.failedFuture(e);
    } catch (Exception e) {
      return Future.failedFuture(
          new JoinException("cannot join the cluster: " + e.getMessage(), e));
    }
  }

  private static Future<Vertx> joined(
      ClusterSettings settings, VertxBuilder builder, Membership membership) {
    return builder
        .withClusterManager(membership)
        .buildClustered()
        .onSuccess(vertx -> Messages.register(vertx.eventBus()))
        .recover(cause -> Future.failedFuture(reason(settings, membership.connected(), cause)));
  }

  private static Optional<Identity> identity(Protection protection) {
    return switch (protection) {
      case Protection.None _ -> Optional.empty();
      case Protection.Shared(var secret) -> Optional.of(SharedIdentity.of(secret));
      case Protection.Certificates files -> Optional.of(PemIdentity.of(files));
    };
  }

  private static EventBusOptions bus(ClusterSettings settings, Optional<Identity> identity) {
    String host = settings.host().getHostAddress();
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(host)
            .setPort(settings.busPort())
            .setClusterPublicHost(host)
            .setConnectTimeout(CONNECT_MILLIS_MAX)
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PING_MILLIS);
    identity.ifPresent(known ->
        bus.setSsl(true)
            .setEnabledSecureTransportProtocols(Set.of(Identity.PROTOCOL))
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(known.keyOptions())
            .setTrustOptions(known.trustOptions()));
    return bus;
  }

  private static JoinException reason(
      ClusterSettings settings, boolean connected, Throwable cause) {
    boolean taken =
        Stream.iterate(cause, problem -> problem != null, Throwable::getCause)
            .anyMatch(BindException.class::isInstance);
    if (!taken) {
      return new JoinException("cannot join the cluster: " + cause.getMessage(), cause);
    }
    return new JoinException(
        "cannot listen on %s:%d: it is in use or not allowed. Choose another port with %s."
            .formatted(
                settings.host().getHostAddress(),
                connected ? settings.busPort() : settings.port(),
                connected ? "CLUSTER_BUS_PORT" : "CLUSTER_PORT"),
        cause);
  }
}
