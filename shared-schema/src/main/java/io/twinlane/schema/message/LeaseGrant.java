package io.twinlane.schema.message;

import java.util.Set;

/**
 * The answer to a {@link LeaseRequest}. All times count from the moment in which it was sent, by
 * the clock of the one who sent it.
 *
 * @param writer who grants, by its name in the register of write-services
 * @param millis how long the lease runs; 0 if none is granted for now
 * @param writers all who may acknowledge writes
 * @param writersMillis how long nobody else may
 */
public record LeaseGrant(String writer, long millis, Set<String> writers, long writersMillis)
    implements Reply {

  public LeaseGrant {
    writers = Set.copyOf(writers);
  }

  /** The service behind a name in the register: one that was thought dead has another name now. */
  public static String instance(String writer) {
    int end = writer.indexOf('/');
    return end < 0 ? writer : writer.substring(0, end);
  }
}
