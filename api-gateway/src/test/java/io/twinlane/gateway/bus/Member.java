package io.twinlane.gateway.bus;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Hail;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.LaneState.Database;
import io.twinlane.schema.message.LaneState.Schema;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.Result;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service of a lane without a database: whatever it is asked it answers as it is told to. */
final class Member {

  /** Leaves questions unanswered. */
  static final Consumer<Message<Request>> KEEPS = _ -> {};

  final String instance = UUID.randomUUID().toString();
  final Queue<Message<Request>> asked = new ConcurrentLinkedQueue<>();
  volatile boolean frozen;
  private final Address lane;
  private final MessageConsumer<Request> questions;
  private final MessageConsumer<Hail> hails;

  /** One that answers with its own name. */
  Member(Vertx vertx, Address lane) {
    this(vertx, lane, lane, null);
  }

  Member(Vertx vertx, Address lane, Address address, @Nullable Consumer<Message<Request>> manner) {
    this.lane = lane;
    this.questions =
        vertx
            .eventBus()
            .consumer(
                address.of(instance),
                message -> {
                  asked.add(message);
                  if (manner == null) {
                    message.reply(done());
                  } else {
                    manner.accept(message);
                  }
                });
    this.hails =
        vertx
            .eventBus()
            .consumer(
                Address.STATE.of(instance),
                message -> {
                  if (!frozen) {
                    message.reply(new Noted());
                  }
                });
    await(Future.all(questions.completion(), hails.completion()));
  }

  /** Its answer. */
  Done done() {
    return new Done(List.of(new Result(Buffer.buffer(instance), 1, null, List.of())));
  }

  LaneState state() {
    return state(Database.CONNECTED);
  }

  LaneState state(Database database) {
    return new LaneState(lane, instance, database, Schema.CURRENT, false);
  }

  /** Takes nothing new, and goes on with what it has. */
  void takeNothingNew() {
    await(questions.unregister());
  }

  /** Is there no more. */
  void end() {
    takeNothingNew();
    await(hails.unregister());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
