package io.twinlane.schema.service;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Hail;
import io.twinlane.schema.message.Noted;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.jspecify.annotations.Nullable;

/**
 * One service among several of its kind: it listens where all of them do, and at addresses of its
 * own.
 *
 * @param id what it is called by; another one after a restart
 */
public record Instance(EventBus bus, String id) {

  /** Listens at an address and at its own one below it, with one handler. */
  public <T> Future<Void> listen(Address address, Handler<Message<T>> handler) {
    return Future.all(
            bus.<T>consumer(address.value(), handler).completion(),
            bus.<T>consumer(address.of(id), handler).completion())
        .mapEmpty();
  }

  /** Listens at its own address below one where nobody else does. */
  public <T> Future<Void> listenAlone(Address address, Handler<Message<T>> handler) {
    return bus.<T>consumer(address.of(id), handler).completion();
  }

  /** Answers those who ask whether it still lives, until its verticle is undeployed. */
  public Future<Void> answerHails() {
    return bus.<Hail>consumer(Address.STATE.of(id), message -> message.reply(new Noted()))
        .completion();
  }

  /** Whether a message went nowhere, as nobody listens at its address. */
  public static boolean absent(@Nullable Throwable cause) {
    return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }
}
