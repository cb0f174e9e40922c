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
 * @param expectation what must hold of its rows, or the transaction is rolled back
 */
public record Statement(
    String sql,
    List<@Nullable String> parameters,
    List<ResultColumn> columns,
    Expectation expectation) {

  /** Whose rows may be as they are. */
  public Statement(String sql, List<@Nullable String> parameters, List<ResultColumn> columns) {
    this(sql, parameters, columns, Expectation.none());
  }

  public Statement {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    columns = List.copyOf(columns);
    if (sql.isBlank()) {
      throw new IllegalArgumentException("a statement needs a text");
    }
  }

  /** The same statement, which must have rows as expected. */
  public Statement expecting(Expectation other) {
    return new Statement(sql, parameters, columns, other);
  }
}
