package io.twinlane.gateway.studio;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * As whom the lanes log in, and where: asked once a minute for each lane, since a login may be
 * changed. Lives on one event loop.
 */
final class LaneLogins {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final String SQL =
      """
      select json_build_object('database', current_database(), 'user', session_user)::text\
      """;

  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Lanes lanes;
  private final Map<Address, Kept> known = new EnumMap<>(Address.class);

  LaneLogins(Lanes lanes) {
    this.lanes = lanes;
  }

  /** The database and the user of a lane. */
  record LaneLogin(String database, String user) {}

  private record Kept(LaneLogin login, long atNanos) {}

  /** That of a lane; fails with a {@link StudioException} if the lane does not tell. */
  Future<LaneLogin> of(Address lane) {
    Kept kept = known.get(lane);
    return kept != null && System.nanoTime() - kept.atNanos() < KEPT_NANOS
        ? Future.succeededFuture(kept.login())
        : lanes
            .run(lane, work())
            .map(LaneLogins::told)
            .onSuccess(login -> known.put(lane, new Kept(login, System.nanoTime())));
  }

  private static Work work() {
    Statement statement =
        new Statement(SQL, List.of(), List.of(new ResultColumn("login", Use.ITEM)));
    return new Work(
        "studio-login",
        Identity.ofLane(),
        Map.of(),
        List.of(statement),
        Transaction.read(),
        Deadline.after(TIMEOUT));
  }

  private static LaneLogin told(Reply reply) {
    if (!(reply instanceof Done done)) {
      throw new StudioException(StudioProblem.lane(reply.getClass().getSimpleName()));
    }
    JsonObject row = done.last().body().toJsonArray().getJsonObject(0);
    return new LaneLogin(row.getString("database"), row.getString("user"));
  }
}
