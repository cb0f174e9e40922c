package io.twinlane.schema.message;

/**
 * What a lane knows of its database, told when it changes and at least every few seconds.
 *
 * @param lane the address that the lane answers at
 * @param instance which of the services that run this lane; another one after a restart
 * @param database whether the last look at the database got an answer
 * @param schema whether the database holds every migration that the lane needs
 * @param leaving whether the service is about to end: it answers what is under way, and wants
 *     nothing new
 */
public record LaneState(
    Address lane, String instance, Database database, Schema schema, boolean leaving)
    implements Announcement {

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
    return !leaving && database == Database.CONNECTED && schema == Schema.CURRENT;
  }

  /** The same of a service that is about to end. */
  public LaneState asLeaving() {
    return new LaneState(lane, instance, database, schema, true);
  }
}
