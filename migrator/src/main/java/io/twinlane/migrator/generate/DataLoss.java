package io.twinlane.migrator.generate;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a statement can lose, and the safe way, as a comment to stand before it.
 *
 * @param present what is there before the change
 */
record DataLoss(Present present) {

  /** How every such comment begins. */
  static final String MARK = "-- LOSES DATA: ";

  private static final String HOLD_BACK =
      """
      -- Safe way: first release a version that no longer uses it. A first line "-- deferred" holds
      -- this file back until the release after that.\
      """;

  private static final Pattern SWEEPING =
      Pattern.compile("^(DROP\\b.*\\bCASCADE|TRUNCATE\\b.*|DELETE\\b.*)$", Pattern.DOTALL);

  /** The comment; none if the statement keeps every value. */
  Optional<String> comment(String sql) {
    return switch (Shape.of(sql)) {
      case Shape.DropTable(var table) ->
          Optional.of(MARK + "the rows of " + table + ".\n" + HOLD_BACK);
      case Shape.DropColumn(var table, var column) -> ofColumn(table, column);
      case Shape.DropOther(var kind, var object) -> Optional.of(ofOther(kind, object));
      case Shape.ChangeType(var table, var column, var type) -> ofType(table, column, type);
      case Shape.Creation _,
          Shape.CreateIndex _,
          Shape.DropIndex _,
          Shape.AddConstraint _,
          Shape.AddColumn _,
          Shape.AddIdentity _,
          Shape.SetNotNull _,
          Shape.AddValue _ ->
          Optional.empty();
      case Shape.Other() ->
          SWEEPING.matcher(sql).matches()
              ? Optional.of(MARK + "all that this statement takes with it.\n" + HOLD_BACK)
              : Optional.empty();
    };
  }

  private Optional<String> ofColumn(String table, String column) {
    boolean computed = present.column(table, column).map(Present.Column::computed).orElse(false);
    return computed
        ? Optional.empty()
        : Optional.of(
            """
            %sthe values of %s.%s. If another column takes its place, they are to be
            -- copied before, and if it only has another name: ALTER TABLE %s RENAME COLUMN %s TO …
            %s\
            """
                .formatted(MARK, table, column, table, column, HOLD_BACK));
  }

  private static String ofOther(String kind, String object) {
    return switch (kind.toUpperCase(Locale.ROOT)) {
      case "SEQUENCE" -> MARK + "how far the sequence " + object + " has counted.\n" + HOLD_BACK;
      case "TYPE", "DOMAIN" ->
          """
          %sthe type %s and the columns that have it. If values of an enum go,
          -- keep the columns: make the new type by another name, then
          -- ALTER COLUMN … TYPE new USING column::text::new.
          %s\
          """
              .formatted(MARK, object, HOLD_BACK);
      default -> MARK + "what " + object + " holds.\n" + HOLD_BACK;
    };
  }

  private Optional<String> ofType(String table, String column, String type) {
    String before = present.column(table, column).map(Present.Column::type).orElse("another type");
    return Widening.keeps(before, type)
        ? Optional.empty()
        : Optional.of(
            """
            %svalues of %s.%s that do not fit when %s becomes %s.
            -- The table is written anew while nobody can read it. Safe way: add a column of the new
            -- type, fill it in batches, let the application use it, and drop the old one in a later
            -- release.\
            """
                .formatted(MARK, table, column, before, type));
  }
}
