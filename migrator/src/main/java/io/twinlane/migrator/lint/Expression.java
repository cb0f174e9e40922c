package io.twinlane.migrator.lint;

import java.util.List;
import java.util.Set;

/**
 * An expression in a statement.
 *
 * @param text as it was written
 * @param functions that it calls
 */
record Expression(String text, List<Name> functions) {

  static final Expression NONE = new Expression("", List.of());

  /** Functions of PostgreSQL that give one answer for all rows of a statement. */
  private static final Set<String> STEADY =
      Set.of(
          ("now transaction_timestamp statement_timestamp date_trunc date_part make_date"
                  + " make_interval make_timestamp make_timestamptz make_time age to_timestamp to_date"
                  + " to_char to_number timezone date time timestamptz timestamp interval justify_days"
                  + " lower upper initcap concat concat_ws format length left right lpad rpad ltrim"
                  + " rtrim btrim trim substr substring replace repeat reverse md5 sha256 sha512 encode"
                  + " decode convert_to quote_ident quote_literal chr ascii abs ceil floor round trunc"
                  + " power sqrt mod sign coalesce nullif greatest least json_build_object"
                  + " jsonb_build_object json_build_array jsonb_build_array to_json to_jsonb"
                  + " json_object jsonb_object row_to_json array_fill array_append array_prepend"
                  + " array_cat string_to_array int4range int8range numrange tsrange tstzrange daterange"
                  + " to_tsvector point box circle inet_merge hashtext current_setting current_user"
                  + " current_database current_schema pg_backend_pid session_user user text varchar"
                  + " numeric int4 int8 bool uuid jsonb json hstore nlevel")
              .split(" "));

  Expression {
    functions = List.copyOf(functions);
  }

  /**
   * The functions that may give each row another answer. A function that nobody has told of is one,
   * because PostgreSQL takes it for one unless its author says otherwise.
   */
  List<Name> volatileFunctions(Known known) {
    return functions.stream().filter(function -> !known.steady(function)).toList();
  }

  static boolean steadyInPostgres(Name function) {
    return (function.schema().isEmpty() || function.schema().equals("pg_catalog"))
        && STEADY.contains(function.name());
  }
}
