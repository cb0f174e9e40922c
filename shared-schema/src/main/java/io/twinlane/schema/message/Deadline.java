package io.twinlane.schema.message;

import java.time.Duration;

/**
 * The moment after which nobody waits for an answer any more, by this JVM's monotonic clock.
 *
 * <p>Between JVMs the time that is left travels, not the moment: clocks of two machines differ.
 */
public record Deadline(long nanoTime) {

  public static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** The time that is left; zero or less once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  public boolean expired() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** Whichever of the two comes later. */
  public Deadline orLater(Deadline other) {
    return other.nanoTime - nanoTime > 0 ? other : this;
  }
}
