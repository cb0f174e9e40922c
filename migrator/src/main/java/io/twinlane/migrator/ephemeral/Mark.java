package io.twinlane.migrator.ephemeral;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment of a database that says that it is ours and when it expires; to the second.
 *
 * @param name what it was asked for as
 */
record Mark(Instant expires, Instant made, String name) {

  private static final Pattern TEXT =
      Pattern.compile("twinlane ephemeral; expires (\\S+); made (\\S+); name (.*)", Pattern.DOTALL);

  Mark {
    expires = expires.truncatedTo(ChronoUnit.SECONDS);
    made = made.truncatedTo(ChronoUnit.SECONDS);
  }

  static Mark of(String name, Duration lifetime) {
    Instant now = Instant.now();
    return new Mark(now.plus(lifetime), now, name);
  }

  /** From a comment; empty if it is somebody else's. */
  static Optional<Mark> parse(String comment) {
    Matcher text = TEXT.matcher(comment);
    if (!text.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Mark(Instant.parse(text.group(1)), Instant.parse(text.group(2)), text.group(3)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The comment. */
  String text() {
    return "twinlane ephemeral; expires %s; made %s; name %s".formatted(expires, made, name);
  }

  /** With an expiry at least so far from now; never an earlier one. */
  Mark extended(Duration lifetime) {
    Instant later = Instant.now().plus(lifetime);
    return new Mark(later.isAfter(expires) ? later : expires, made, name);
  }

  boolean expired(Instant now) {
    return !expires.isAfter(now);
  }
}
