package io.twinlane.schema.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with bound parameters, and what its columns become.
 *
 * @param sql text with {@code $1}, {@code $2}…, each cast from text there: parameters are text
 * @param parameters values for them, null for NULL
 * @param columns one for each column that the statement returns; empty if it returns none
 * @param expectation what must hold of its rows, or the transaction is rolled back
 * @param form how SQL over HTTP has it answered; null for rows as the columns say
 * @param lookup where its only value stands, if it finds a row by its key; null for any other
 * @param addsOneRow whether it inserts one row of a table and does nothing else, so that it may be
 *     committed with others of its kind
 */
public record Statement(
    String sql,
    List<@Nullable String> parameters,
    List<ResultColumn> columns,
    Expectation expectation,
    @Nullable TextForm form,
    @Nullable KeyLookup lookup,
    boolean addsOneRow) {

  /** Whose rows may be as they are. */
  public Statement(String sql, List<@Nullable String> parameters, List<ResultColumn> columns) {
    this(sql, parameters, columns, Expectation.none());
  }

  /** Of which something is expected. */
  public Statement(
      String sql,
      List<@Nullable String> parameters,
      List<ResultColumn> columns,
      Expectation expectation) {
    this(sql, parameters, columns, expectation, null, null, false);
  }

  /**
   * Of SQL over HTTP: the text is the client's, and parameters have the types that it gives them.
   */
  public Statement(String sql, List<@Nullable String> parameters, TextForm form) {
    this(sql, parameters, List.of(), Expectation.none(), form, null, false);
  }

  public Statement {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    columns = List.copyOf(columns);
    if (sql.isBlank() && form == null) {
      throw new IllegalArgumentException("a statement needs a text");
    }
    if (lookup != null && (parameters.size() != 1 || !lookup.fits(sql))) {
      throw new IllegalArgumentException("a look-up has one value, and that at its place");
    }
  }

  /** The same statement with other values. */
  public Statement binding(List<@Nullable String> values) {
    return new Statement(sql, values, columns, expectation, form, lookup, addsOneRow);
  }

  /** The same statement, which is one of many that find a row by its key. */
  public Statement lookingUp(KeyLookup place) {
    return new Statement(sql, parameters, columns, expectation, form, place, addsOneRow);
  }

  /** The same statement, which inserts one row of a table and does nothing else. */
  public Statement addingOneRow() {
    return new Statement(sql, parameters, columns, expectation, form, lookup, true);
  }

  /** The same statement, which must have rows as expected. */
  public Statement expecting(Expectation other) {
    return new Statement(sql, parameters, columns, other, form, lookup, addsOneRow);
  }

  /** What a text is called where it is counted, logged or flushed. */
  public static String hash(String sql) {
    return "%08x".formatted(sql.hashCode());
  }

  /** Finds texts that are called so, with no text made for each that is looked at. */
  public static Predicate<String> called(@Nullable String hash) {
    int wanted;
    try {
      wanted = Integer.parseUnsignedInt(String.valueOf(hash), 16);
    } catch (NumberFormatException e) {
      return _ -> false;
    }
    return "%08x".formatted(wanted).equals(hash) ? sql -> sql.hashCode() == wanted : _ -> false;
  }
}
