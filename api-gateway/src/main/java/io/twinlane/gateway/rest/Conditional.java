package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Isolation;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes what is still as the client has read it (RFC 9110, section 13.1.1): {@code If-Match}
 * names the tag of a read at the same address.
 *
 * <p>That read is the first statement of the transaction, which sees one snapshot from there on: a
 * row that somebody else changes after it cannot be written any more (SQLSTATE 40001), and the next
 * try reads what it is now.
 */
final class Conditional {

  private final Preparation preparation;
  private final Asking asking;

  Conditional(Preparation preparation, Asking asking) {
    this.preparation = preparation;
    this.asking = asking;
  }

  /** The answer to a change, or the problem that there is something else by now. */
  Future<RestAnswer> run(Client client, Planned change) {
    String ifMatch = client.call().headers().get(HttpHeaders.IF_MATCH);
    switch (change.plan()) {
      case Plan.Update _, Plan.Delete _ -> {}
      case Plan.Insert _ when change.request().verb() == RestRequest.Verb.PUT -> {}
      case Plan.Insert _, Plan.Read _, Plan.Invoke _, Plan.Nothing _ ->
          throw new RestException(
              Problem.header("If-Match", "of a PATCH, PUT or DELETE that changes something"));
    }
    return preparation
        .prepared(read(client.call()))
        .compose(read -> {
          Expectation asRead = Expectation.content(EntityTag.contents(ifMatch));
          List<Statement> statements = new ArrayList<>();
          statements.add(read.statements().getFirst().expecting(asRead));
          statements.addAll(change.statements());
          return asking.write(client, Scope.of(change), statements, transaction(change));
        })
        .map(done -> change.answer(withoutRead(done)));
  }

  /** What the client is thought to have read: the rows at the address, in the usual form. */
  private static Call read(Call change) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    String profile = change.headers().get("Content-Profile");
    if (profile != null) {
      headers.set("Accept-Profile", profile);
    }
    return new Call(HttpMethod.GET, change.uri(), headers, Buffer.buffer());
  }

  private Transaction transaction(Planned change) {
    return new Transaction(
        Access.READ_WRITE,
        Isolation.REPEATABLE_READ,
        asking.ending(change.request().terms().preferences().ending()));
  }

  private static Done withoutRead(Done done) {
    return new Done(
        done.results().subList(1, done.results().size()), done.cache(), done.replayed());
  }
}
