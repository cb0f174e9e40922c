package io.twinlane.gateway.bus;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CatalogChanged;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.CatalogRequest;
import io.twinlane.schema.message.Reply;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalog that the gateway plans with. While a newer one is on its way the old one serves.
 * Lives on the gateway's event loop.
 */
public final class CatalogRoom {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Lanes lanes;
  private final List<String> schemas;
  private @Nullable Catalog current;
  private long asked;
  private long kept;
  private long number;

  public CatalogRoom(Lanes lanes, List<String> schemas) {
    this.lanes = lanes;
    this.schemas = schemas;
  }

  /** Asks for a new catalog whenever query-service tells that the schema is another one. */
  public Future<Void> listen(EventBus bus) {
    return bus.<CatalogChanged>consumer(Address.SCHEMA.value(), _ -> fresh()).completion();
  }

  /** The catalog at hand; null as long as there is none. */
  public @Nullable Catalog atHand() {
    return current;
  }

  /** Whether a catalog is still the one at hand, and not another with the same content. */
  @SuppressWarnings("ReferenceEquality")
  public boolean isAtHand(@Nullable Catalog catalog) {
    return catalog == current;
  }

  /** The number of the catalog at hand: another one has another, also with the same content. */
  public long number() {
    return number;
  }

  /** The catalog at hand, if there is one; else the first one, or why it cannot be had. */
  public Future<Reply> current() {
    Catalog catalog = current;
    return catalog == null ? ask(false) : Future.succeededFuture(new CatalogReply(catalog));
  }

  /** A catalog that is newer than the one at hand, or why it cannot be had. */
  public Future<Reply> fresh() {
    return ask(true);
  }

  private Future<Reply> ask(boolean fresh) {
    long question = ++asked;
    return lanes
        .catalog(new CatalogRequest(schemas, fresh), TIMEOUT)
        .onSuccess(reply -> keep(question, reply));
  }

  /** An answer that was overtaken by that to a later question is not kept. */
  @SuppressWarnings("ReferenceEquality")
  private void keep(long question, Reply reply) {
    if (reply instanceof CatalogReply(Catalog catalog) && question > kept) {
      kept = question;
      if (catalog != current) {
        current = catalog;
        number++;
      }
    }
  }
}
