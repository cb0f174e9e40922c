package io.twinlane.postgres;

import io.twinlane.schema.settings.DatabaseTrouble;
import io.twinlane.schema.settings.DatabaseUrl;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection cannot be had, in words that an operator can act on. */
final class Trouble {

  private Trouble() {}

  /** What the driver failed with on the way that the URL shows. */
  static String explained(Throwable failure, DatabaseUrl url) {
    DatabaseTrouble trouble = new DatabaseTrouble(url);
    if (caused(failure, SSLException.class) instanceof SSLException tls) {
      return trouble.certificate(tls.getMessage());
    }
    return switch (failure) {
      case PgException answer -> trouble.refused(answer.getSqlState(), answer.getErrorMessage());
      case UnknownHostException _ -> trouble.unknownHost();
      case TimeoutException _ -> trouble.unreachable();
      // "Connection reset", "Connection refused", and the driver's closed connection
      case IOException _ -> trouble.unreachable();
      // a handshake that fails, without its cause
      case VertxException _ when says(failure, "SSL") -> trouble.certificate(failure.getMessage());
      case VertxException _ -> trouble.unreachable();
      case Throwable _ when says(failure, "does not handle SSL") -> trouble.withoutTls();
      default -> trouble.other(failure.getMessage());
    };
  }

  /** For what the driver tells by its words only. */
  private static boolean says(Throwable failure, String words) {
    return String.valueOf(failure.getMessage()).contains(words);
  }

  private static @Nullable Throwable caused(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return cause;
      }
    }
    return null;
  }
}
