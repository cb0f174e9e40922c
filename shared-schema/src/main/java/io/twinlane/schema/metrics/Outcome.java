package io.twinlane.schema.metrics;

import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.LeaseGrant;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.PositionReply;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ShapeReply;
import java.util.Locale;

/** What became of a work, in one word: the kinds of replies, for labels of metrics. */
public enum Outcome {
  DONE,
  POOL_FULL,
  NO_SERVICE,
  EXPIRED,
  DATABASE_AWAY,
  READ_ONLY,
  LOGIN_REFUSED,
  UNKNOWN,
  UNANSWERED,
  REFUSED,
  CANCELLED,
  UNEXPECTED,
  STILL_RUNNING,
  KEY_REUSED,
  TOO_LARGE,
  NOT_CACHED,
  INTERNAL;

  /** SQLSTATE query_canceled: over its time, or its client has gone. */
  private static final String CANCELED = "57014";

  private final String word = name().toLowerCase(Locale.ROOT);

  public static Outcome of(Reply reply) {
    return switch (reply) {
      case Done _,
          CatalogReply _,
          Noted _,
          CacheReply _,
          FiguresReply _,
          LeaseGrant _,
          PositionReply _,
          ShapeReply _ ->
          DONE;
      case Failure.Busy(Reason reason) -> of(reason);
      case Failure.Unknown _ -> UNKNOWN;
      case Failure.Unanswered _ -> UNANSWERED;
      case Failure.Refused refused -> refused.sqlState().equals(CANCELED) ? CANCELLED : REFUSED;
      case Failure.Unexpected _ -> UNEXPECTED;
      case Failure.StillRunning _ -> STILL_RUNNING;
      case Failure.KeyReused _ -> KEY_REUSED;
      case Failure.TooLarge _ -> TOO_LARGE;
      case Failure.NotCached _ -> NOT_CACHED;
      case Failure.Internal _ -> INTERNAL;
    };
  }

  private static Outcome of(Reason reason) {
    return switch (reason) {
      case POOL_FULL -> POOL_FULL;
      case NO_SERVICE -> NO_SERVICE;
      case EXPIRED -> EXPIRED;
      case DATABASE_AWAY -> DATABASE_AWAY;
      case READ_ONLY -> READ_ONLY;
      case LOGIN_REFUSED -> LOGIN_REFUSED;
    };
  }

  /** As labels have it. */
  public String word() {
    return word;
  }
}
