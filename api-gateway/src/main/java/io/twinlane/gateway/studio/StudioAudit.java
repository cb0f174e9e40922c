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

  /**
   * A request that was passed on.
   *
   * @param status null where no answer came
   */
  void passed(Passed passed, @Nullable Integer status) {
    if (on) {
      line(passed.action(), passed.session().name(), passed.role())
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
   * @param role as whom; null for that of the lanes
   * @param path without the query, whose values are data
   */
  record Passed(
      String action,
      StudioSession session,
      @Nullable String role,
      String requestId,
      String method,
      String path) {}

  private static Fields line(String action, @Nullable StudioSession session) {
    return session == null
        ? line(action, null, null)
        : line(action, session.name(), session.acting().role());
  }

  private static Fields line(String action, @Nullable String session, @Nullable String role) {
    return new Fields(LOG.atInfo()).put("action", action).put("session", session).put("role", role);
  }
}
