package io.twinlane.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /**
   * The same for the {@link WireHandler}.
   *
   * @param named whether PostgreSQL keeps it prepared on the connection
   */
  static Command command(Map<String, String> settings, boolean named) {
    List<@Nullable String> values = new ArrayList<>();
    settings.forEach((name, value) -> {
      values.add(name);
      values.add(value);
    });
    return new Command(sql(settings.size()), values, named, Command.Taker.NOBODY);
  }
}
