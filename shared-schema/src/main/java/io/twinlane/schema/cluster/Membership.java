package io.twinlane.schema.cluster;

import io.twinlane.schema.cluster.Notice.Bus;
import io.twinlane.schema.cluster.Notice.Registration;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership behind a clustered event bus. JGroups says who is a member; each member tells the
 * others of its consumers.
 *
 * <p>1. A consumer is registered, or gone, once every other member knows, but after two seconds at
 * the latest. 2. Whoever is no member any more has no consumers. 3. Every member shows its whole
 * card when somebody has come or come back, so that nothing that was missed stays missed. 4.
 * Whoever joins has seen everybody's card before it takes part.
 *
 * <p>Nothing here blocks an event loop: notices are sent by a thread of their own, in order.
 */
final class Membership implements NoSharedData, Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final String CLUSTER = "twinlane";
  private static final Duration CONFIRM_MAX = Duration.ofSeconds(2);
  private static final Duration ARRIVE_MAX = Duration.ofSeconds(10);

  private final JChannel channel;
  private final Roster roster = new Roster();
  private final Confirmations confirmations = new Confirmations();
  private final AtomicLong ids = new AtomicLong();
  private final Promise<Void> arrived = Promise.promise();
  private final Outbox outbox;
  private final Audience audience;
  private volatile boolean active;
  private volatile boolean connected;
  private volatile List<String> members = List.of();
  private @Nullable Vertx vertx;
  private @Nullable NodeInfo nodeInfo;

  Membership(JChannel channel) {
    this.channel = channel;
    this.outbox = new Outbox(channel);
    this.audience = new Audience(roster);
    channel.setReceiver(this);
    channel.setDiscardOwnMessages(true);
  }

  @Override
  public void init(Vertx owner) {
    this.vertx = owner;
  }

  @Override
  public void join(Completable<Void> promise) {
    active = true;
    owner()
        .executeBlocking(() -> channel.connect(CLUSTER))
        .onSuccess(_ -> connected = true)
        .compose(_ -> everybodysCard())
        .onComplete(promise);
  }

  @Override
  public void leave(Completable<Void> promise) {
    active = false;
    outbox.close(promise);
  }

  @Override
  public void addRegistration(String address, RegistrationInfo consumer, Completable<Void> done) {
    roster.add(getNodeId(), address, consumer);
    audience.changed(List.of(address));
    announce(consumer, id -> new Notice.Added(id, new Registration(address, consumer.seq())), done);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo consumer, Completable<Void> done) {
    roster.remove(getNodeId(), address, consumer);
    audience.changed(List.of(address));
    announce(
        consumer, id -> new Notice.Removed(id, new Registration(address, consumer.seq())), done);
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    promise.succeed(roster.consumers(address));
  }

  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
    synchronized (this) {
      nodeInfo = info;
    }
    roster.listens(getNodeId(), new Bus(info.host(), info.port()));
    announce(id -> roster.card(getNodeId(), id), promise);
  }

  @Override
  public synchronized @Nullable NodeInfo getNodeInfo() {
    return nodeInfo;
  }

  @Override
  public void getNodeInfo(String member, Completable<NodeInfo> promise) {
    roster
        .bus(member)
        .ifPresentOrElse(
            promise::succeed,
            () ->
                // ends the request at once, which nothing but a ReplyException does
                promise.fail(
                    new ReplyException(
                        ReplyFailure.NO_HANDLERS, member + " is no member any more")));
  }

  @Override
  public String getNodeId() {
    return id(channel.getAddress());
  }

  @Override
  public List<String> getNodes() {
    return members;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    audience.registrations(listener);
  }

  @Override
  public void nodeListener(NodeListener listener) {
    audience.nodes(listener);
  }

  /** Whether it has had its port, be it that it has left since. */
  boolean connected() {
    return connected;
  }

  /** Called by JGroups, one view after the other. */
  @Override
  public void viewAccepted(View view) {
    List<String> before = members;
    List<String> now = view.getMembers().stream().map(Membership::id).toList();
    members = now;
    confirmations.members(others(view));
    audience.changed(roster.retain(now));
    List<String> come = without(now, before);
    if (!come.isEmpty() || view instanceof MergeView) {
      outbox.multicast(() -> roster.card(getNodeId(), 0));
    }
    audience.tell(come, without(before, now));
    arriving();
  }

  /** Called by JGroups, for each sender in order. */
  @Override
  public void receive(Message message) {
    try {
      take(
          message.getSrc(),
          Notice.decoded(message.getArray(), message.getOffset(), message.getLength()));
    } catch (IOException e) {
      LOG.warn("a notice from {} cannot be read", message.getSrc(), e);
    }
  }

  private void take(Address from, Notice notice) {
    String member = id(from);
    switch (notice) {
      case Notice.Card card -> {
        audience.changed(roster.put(member, card));
        outbox.confirm(from, card.id());
        arriving();
      }
      case Notice.Added(long id, Registration added) -> {
        roster.add(member, added.address(), Roster.info(member, added));
        audience.changed(List.of(added.address()));
        outbox.confirm(from, id);
      }
      case Notice.Removed(long id, Registration removed) -> {
        roster.remove(member, removed.address(), Roster.info(member, removed));
        audience.changed(List.of(removed.address()));
        outbox.confirm(from, id);
      }
      case Notice.Confirmed(long id) -> confirmations.confirmed(id, from);
    }
  }

  private void announce(
      RegistrationInfo consumer, LongFunction<Notice> notice, Completable<Void> done) {
    if (consumer.localOnly()) {
      done.succeed();
    } else {
      announce(notice, done);
    }
  }

  private void announce(LongFunction<Notice> notice, Completable<Void> done) {
    long id = ids.incrementAndGet();
    outbox.send(
        () -> {
          confirmations.expect(id, done);
          return notice.apply(id);
        },
        done);
    owner().setTimer(CONFIRM_MAX.toMillis(), _ -> confirmations.expire(id));
  }

  private void arriving() {
    if (roster.knows(without(members, List.of(getNodeId())))) {
      arrived.tryComplete();
    }
  }

  private Future<Void> everybodysCard() {
    owner()
        .setTimer(
            ARRIVE_MAX.toMillis(),
            _ -> {
              if (arrived.tryComplete()) {
                LOG.warn("joined the cluster without having heard of everybody's consumers");
              }
            });
    return arrived.future();
  }

  private List<Address> others(View view) {
    return view.getMembers().stream()
        .filter(member -> !member.equals(channel.getAddress()))
        .toList();
  }

  private Vertx owner() {
    if (vertx == null) {
      throw new IllegalStateException("not begun");
    }
    return vertx;
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static String id(Address address) {
    return address instanceof UUID uuid ? uuid.toStringLong() : address.toString();
  }
}
