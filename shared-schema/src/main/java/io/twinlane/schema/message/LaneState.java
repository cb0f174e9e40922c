package io.twinlane.schema.message;

/**
 * What a lane knows of its database, told when it changes and at least every few seconds.
 *
 * @param lane the address that the lane answers at
 * @param database whether the last look at the database got an answer
 * @param schema whether the database holds every migration that the lane needs
 */
public record LaneState(Address lane, Database database, Schema schema) implements Announcement {

  /** Whether PostgreSQL answers, and takes writes where the lane makes some. */
  public enum Database {
    CONNECTED,
    READ_ONLY,
    DISCONNECTED
  }

  /** How the database's migrations compare with those that the lane was built for. */
  public enum Schema {
    CURRENT,
    BEHIND,
    UNKNOWN
  }

  /** A lane works if PostgreSQL answers and holds the schema that is needed. */
  public boolean ready() {
    return database == Database.CONNECTED && schema == Schema.CURRENT;
  }
}
