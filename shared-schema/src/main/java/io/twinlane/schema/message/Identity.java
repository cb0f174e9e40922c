package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * As whom a statement runs.
 *
 * @param role the PostgreSQL role to take on inside the transaction; null for the lane's own
 */
public record Identity(@Nullable String role) {

  private static final Identity LANE = new Identity(null);

  /** The role that the lane logs in with. */
  public static Identity ofLane() {
    return LANE;
  }
}
