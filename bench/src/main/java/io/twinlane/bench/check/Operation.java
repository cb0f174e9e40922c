package io.twinlane.bench.check;

/**
 * What one client did to one key, once.
 *
 * @param asker who did it
 * @param versions what a read saw, or a write set
 * @param start before it was sent, by {@link System#nanoTime}
 * @param end after its end was known
 */
record Operation(
    Asker asker, int key, Kind kind, Outcome outcome, Versions versions, long start, long end) {

  /** A client, which does one thing after another, and the gateway that it asked this time. */
  record Asker(int client, int gateway) {}

  /** The lowest and the highest version that the rows of a key had: the same, unless torn. */
  record Versions(long lowest, long highest) {

    static final Versions NONE = new Versions(-1, -1);

    static Versions of(long version) {
      return new Versions(version, version);
    }

    boolean torn() {
      return lowest != highest;
    }

    @Override
    public String toString() {
      return torn() ? lowest + " to " + highest : Long.toString(lowest);
    }
  }

  boolean wrote() {
    return kind.writes() && outcome == Outcome.DONE;
  }

  boolean read() {
    return !kind.writes() && outcome == Outcome.DONE;
  }
}
