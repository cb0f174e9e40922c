package io.twinlane.write;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a write-service that has died comes out of the {@link Register}: who cannot reach it says so
 * there; if that stands for longer than one who lives looks away, it is ended; and when it must
 * have noticed that, its line is removed. One that lives and cannot be reached stays, and nobody
 * gives answers from memory as long as it writes. Lives on one event loop.
 */
final class Doubts {

  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);

  private final Register register;
  private final Duration wait;
  private final Map<Register.Line, Long> since = new HashMap<>();
  private int number;

  /** With the time after which one who lives must have looked into the register. */
  Doubts(Register register, Duration wait) {
    this.register = register;
    this.wait = wait;
  }

  /** Takes the next step for each line of somebody else. */
  void seen(List<Register.Line> lines, String self, Set<String> silent) {
    since.keySet().retainAll(Set.copyOf(lines));
    long now = System.nanoTime();
    for (Register.Line line : lines) {
      if (!line.writer().equals(self)) {
        step(line, self, silent, now);
      }
    }
  }

  private void step(Register.Line line, String self, Set<String> silent, long now) {
    boolean stood = now - since.computeIfAbsent(line, _ -> now) > wait.toNanos();
    if (line.ended()) {
      if (stood) {
        LOG.warn("a write-service that has died is taken off the register");
        register.remove(line.writer());
      }
    } else if (line.doubtedBy() != null) {
      if (stood) {
        register.end(line.writer(), line.doubtedBy());
      }
    } else if (silent.contains(line.writer())) {
      // another text each time, so that one that was answered does not count for the next
      register.doubt(line.writer(), self + '#' + ++number);
    }
  }
}
