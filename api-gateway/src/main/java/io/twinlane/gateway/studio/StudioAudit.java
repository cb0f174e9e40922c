package io.twinlane.gateway.studio;

import io.twinlane.schema.log.Fields;
import io.twinlane.schema.log.Logging;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for everything that is done in the Studio: by which session, as which role, and under
 * which request id the lanes tell of it. Never a value, and no text of a statement.
 */
final class StudioAudit {

  private static final Logger LOG = LoggerFactory.getLogger(Logging.AUDIT);

  private final boolean on;

  StudioAudit(boolean on) {
    this.on = on;
  }

  /**
   * Somebody was let in, or was not.
   *
   * @param session null for who was not
   */
  void login(@Nullable StudioSession session, String by) {
    if (on) {
      line("login", session)
          .put("by", session == null ? null : by)
          .put("outcome", session == null ? "refused" : "let in")
          .log("studio");
    }
  }

  /** Somebody did something to the session itself. */
  void session(String action, StudioSession session) {
    if (on) {
      line(action, session).log("studio");
    }
  }

  /** A request that was passed on. */
  void passed(Passed passed, int status) {
    if (on) {
      line(passed.action(), passed.session())
          .put("request_id", passed.requestId())
          .put("method", passed.method())
          .put("path", passed.path())
          .put("status", status)
          .log("studio");
    }
  }

  /**
   * What was passed on.
   *
   * @param action {@code rest} or {@code sql}
   * @param path without the query, whose values are data
   */
  record Passed(
      String action, StudioSession session, String requestId, String method, String path) {}

  private static Fields line(String action, @Nullable StudioSession session) {
    return new Fields(LOG.atInfo())
        .put("action", action)
        .put("session", session == null ? null : session.name())
        .put("role", session == null ? null : session.acting().role());
  }
}
