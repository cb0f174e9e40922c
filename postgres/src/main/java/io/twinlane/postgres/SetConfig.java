package io.twinlane.postgres;

/** The one statement that sets so many settings until the transaction ends. */
final class SetConfig {

  private SetConfig() {}

  /** With a name and a value for each, in turns, as its parameters. */
  static String sql(int settings) {
    StringBuilder sql = new StringBuilder("select ");
    for (int i = 1; i < 2 * settings; i += 2) {
      sql.append(i == 1 ? "" : ", ")
          .append("set_config($")
          .append(i)
          .append("::text, $")
          .append(i + 1)
          .append("::text, true)");
    }
    return sql.toString();
  }
}
