package io.twinlane.schema.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with bound parameters, and what its columns become.
 *
 * @param sql text with {@code $1}, {@code $2}…, each cast from text there: parameters are text
 * @param parameters values for them, null for NULL
 * @param columns one for each column that the statement returns; empty if it returns none
 */
public record Statement(String sql, List<@Nullable String> parameters, List<ResultColumn> columns) {

  public Statement {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    columns = List.copyOf(columns);
    if (sql.isBlank()) {
      throw new IllegalArgumentException("a statement needs a text");
    }
  }
}
