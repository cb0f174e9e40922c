package io.twinlane.gateway.sql;

/** Which lane a client has chosen: by the path, or by the first label of the host it names. */
enum LaneChoice {
  CACHED,
  DIRECT,
  /** The one that suits. */
  EITHER;

  /** What the host of a connection string chooses; the rest of the name means nothing here. */
  static LaneChoice of(ConnectionString connection) {
    return switch (connection.label()) {
      case "cached" -> CACHED;
      case "direct" -> DIRECT;
      default -> EITHER;
    };
  }
}
