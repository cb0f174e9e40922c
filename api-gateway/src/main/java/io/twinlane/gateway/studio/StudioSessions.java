package io.twinlane.gateway.studio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everybody who is in: a hundred at most, in memory. Lives on one event loop. */
final class StudioSessions {

  private static final int MAX = 100;

  private final InstantSource clock;
  private final Duration idle;
  private final Map<String, StudioSession> byCookie = new HashMap<>();

  StudioSessions(InstantSource clock, Duration idle) {
    this.clock = clock;
    this.idle = idle;
  }

  /** A new one; where there are too many, the one goes that was not used for longest. */
  StudioSession begin() {
    endOver();
    if (byCookie.size() >= MAX) {
      byCookie.values().stream()
          .min(Comparator.comparing(StudioSession::usedAt))
          .ifPresent(this::end);
    }
    StudioSession session = new StudioSession(clock.instant());
    byCookie.put(session.cookie(), session);
    return session;
  }

  /** The one of a cookie, which is used now. */
  Optional<StudioSession> of(@Nullable String cookie) {
    StudioSession session = cookie == null ? null : byCookie.get(cookie);
    if (session == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!now.isBefore(session.endsAt(idle))) {
      end(session);
      return Optional.empty();
    }
    session.use(now);
    return Optional.of(session);
  }

  Instant endOf(StudioSession session) {
    return session.endsAt(idle);
  }

  void end(StudioSession session) {
    byCookie.remove(session.cookie());
    session.end();
  }

  /** Ends those whose time is over. */
  void endOver() {
    Instant now = clock.instant();
    List<StudioSession> over =
        byCookie.values().stream().filter(session -> !now.isBefore(session.endsAt(idle))).toList();
    over.forEach(this::end);
  }
}
