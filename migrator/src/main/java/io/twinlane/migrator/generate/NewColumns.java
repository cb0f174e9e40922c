package io.twinlane.migrator.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The safe way of columns that are added to tables with rows. One that must not be null and has no
 * default begins nullable, and it is remembered that the rest is left for a later draft.
 */
final class NewColumns {

  private static final Pattern REQUIRED = Pattern.compile("(.*)\\s+NOT\\s+NULL", Pattern.DOTALL);
  private static final Pattern FILLED = Pattern.compile("\\b(DEFAULT|GENERATED|serial)\\b");

  /** Values that have to be worked out row by row. */
  private static final Pattern REWRITING =
      Pattern.compile(
          "\\b(STORED|IDENTITY|nextval|random|gen_random_uuid|uuidv4|uuidv7|clock_timestamp)\\b");

  private final List<Shape> statements;
  private final List<Shape.AddColumn> left = new ArrayList<>();

  /**
   * Columns among the statements of a draft.
   *
   * @param statements all of them: one further on may make a column an identity
   */
  NewColumns(List<String> statements) {
    this.statements = statements.stream().map(Shape::of).toList();
  }

  /** The safe way of one that is added by a statement. */
  List<Step> steps(String sql, Shape.AddColumn column) {
    Matcher required = REQUIRED.matcher(column.definition());
    if (!required.matches() || FILLED.matcher(column.definition()).find()) {
      boolean rewrites = REWRITING.matcher(column.definition()).find();
      return rewrites ? rewriting(sql) : List.of(new Step.Together(sql));
    }
    String start = "ALTER TABLE %s ADD COLUMN %s ".formatted(column.table(), column.column());
    String nullable = start + required.group(1);
    Optional<String> identity = identityOf(column);
    if (identity.isPresent()) {
      return rewriting(nullable + " " + identity.get());
    }
    left.add(column);
    return List.of(new Step.Together(hint(column) + nullable));
  }

  private static String hint(Shape.AddColumn column) {
    return """
    -- %2$s is to be NOT NULL, but the rows that are there have no value for it. It begins
    -- nullable. Let the application write it, fill the old rows (in batches if there are many):
    --   UPDATE %1$s SET %2$s = … WHERE %2$s IS NULL;
    -- and generate again: that drafts CHECK (%2$s IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT
    -- and SET NOT NULL.
    """
        .formatted(column.table(), column.column());
  }

  /** Whether a statement would end what is left for a later draft on purpose. */
  boolean hasLeft(String sql) {
    return switch (Shape.of(sql)) {
      case Shape.SetNotNull(var table, var column) -> left(table, column);
      case Shape.AddConstraint(var table, _, var definition) ->
          definition.startsWith("NOT NULL ")
              && left(table, definition.substring("NOT NULL ".length()));
      case Shape.Creation _,
          Shape.CreateIndex _,
          Shape.DropIndex _,
          Shape.AddColumn _,
          Shape.AddIdentity _,
          Shape.ChangeType _,
          Shape.AddValue _,
          Shape.DropTable _,
          Shape.DropColumn _,
          Shape.DropOther _,
          Shape.Other _ ->
          false;
    };
  }

  private boolean left(String table, String column) {
    return left.stream()
        .anyMatch(added ->
            Name.of(added.table()).equals(Name.of(table))
                && Name.of(added.column()).equals(Name.of(column)));
  }

  private static List<Step> rewriting(String sql) {
    return List.of(
        new Step.Together("-- Writes the whole table anew, while nobody can read it.\n" + sql));
  }

  /** What makes a new column an identity further on; rows that are there get values. */
  private Optional<String> identityOf(Shape.AddColumn column) {
    return statements.stream()
        .filter(Shape.AddIdentity.class::isInstance)
        .map(Shape.AddIdentity.class::cast)
        .filter(identity ->
            identity.table().equals(column.table()) && identity.column().equals(column.column()))
        .map(Shape.AddIdentity::definition)
        .findFirst();
  }
}
