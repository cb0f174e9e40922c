package io.twinlane.migrator.generate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The safe way of each statement of a draft, in turn. A table that the draft itself makes is empty
 * and seen by nobody, so that there plain statements are safe.
 */
final class SafeRules {

  private static final String COLUMNS =
      "\\(\\s*" + Name.PART + "(?:\\s*,\\s*" + Name.PART + ")*\\s*\\)";

  private static final Pattern KEY =
      Pattern.compile(
          ("(UNIQUE|PRIMARY\\s+KEY)(\\s+NULLS\\s+NOT\\s+DISTINCT)?\\s*(COLUMNS)"
                  + "(\\s+INCLUDE\\s*COLUMNS)?"
                  + "((?:\\s+(?:NOT\\s+)?DEFERRABLE|\\s+INITIALLY\\s+DEFERRED)*)")
              .replace("COLUMNS", COLUMNS));

  private final Present present;
  private final DataLoss losses;
  private final List<String> statements;
  private final Set<Name> made = new HashSet<>();
  private final NewColumns columns;

  SafeRules(Present present, List<String> statements) {
    this.present = present;
    this.losses = new DataLoss(present);
    this.statements = List.copyOf(statements);
    this.columns = new NewColumns(statements);
  }

  /** Whether a statement would end what is left for a later release on purpose. */
  boolean hasLeft(String sql) {
    return columns.hasLeft(sql);
  }

  /** All statements in their order, the safe way. */
  List<Step> steps() {
    return statements.stream().flatMap(sql -> steps(sql).stream()).toList();
  }

  private List<Step> steps(String sql) {
    return switch (Shape.of(sql)) {
      case Shape.Creation(var relation) -> {
        made.add(Name.of(relation));
        yield plain(sql);
      }
      case Shape.CreateIndex index -> index(sql, index);
      case Shape.DropIndex(var index) -> dropIndex(sql, index);
      case Shape.AddConstraint constraint ->
          stands(constraint.table()) ? constraint(sql, constraint) : plain(sql);
      case Shape.AddColumn column ->
          stands(column.table()) ? columns.steps(sql, column) : plain(sql);
      case Shape.AddIdentity identity -> identity(sql, identity);
      case Shape.SetNotNull column ->
          stands(column.table()) ? List.of(notNull(column)) : plain(sql);
      case Shape.AddValue(var type) ->
          List.of(new Step.Alone("add_value_to_" + Name.slug(Name.of(type).object()), sql));
      case Shape.ChangeType _,
          Shape.DropTable _,
          Shape.DropColumn _,
          Shape.DropOther _,
          Shape.Other _ ->
          plain(sql);
    };
  }

  private List<Step> plain(String sql) {
    return List.of(
        new Step.Together(losses.comment(sql).map(said -> said + "\n").orElse("") + sql));
  }

  /** Whether a table was there before, with rows in it for all we know. */
  private boolean stands(String table) {
    return relation(table).isPresent() && !made.contains(Name.of(table));
  }

  private Optional<Present.Relation> relation(String table) {
    return present.relation(table);
  }

  private boolean heap(String table) {
    return stands(table) && relation(table).orElseThrow() == Present.Relation.HEAP;
  }

  private List<Step> index(String sql, Shape.CreateIndex index) {
    if (index.only() || !heap(index.table())) {
      return plain(sql);
    }
    String concurrently =
        "CREATE %sINDEX CONCURRENTLY %s ON %s %s"
            .formatted(index.unique() ? "UNIQUE " : "", index.index(), index.table(), index.rest());
    return List.of(new Step.Alone("create_" + Name.slug(Name.plain(index.index())), concurrently));
  }

  private List<Step> dropIndex(String sql, String index) {
    boolean ordinary = relation(index).map(kind -> kind == Present.Relation.INDEX).orElse(false);
    return ordinary
        ? List.of(
            new Step.Alone(
                "drop_" + Name.slug(Name.of(index).object()), "DROP INDEX CONCURRENTLY " + index))
        : plain(sql);
  }

  private List<Step> constraint(String sql, Shape.AddConstraint constraint) {
    Matcher key = KEY.matcher(constraint.definition());
    if (key.matches() && heap(constraint.table())) {
      return key(constraint, key);
    }
    boolean foreignKey = constraint.definition().startsWith("FOREIGN KEY");
    boolean check = constraint.definition().startsWith("CHECK");
    // a foreign key of a partitioned table can be NOT VALID from PostgreSQL 18 on only
    if (!check && (!foreignKey || !heap(constraint.table()))) {
      String warning =
          "-- Holds a lock on %s while its rows are read.\n".formatted(constraint.table());
      return List.of(new Step.AfterNotNull(constraint.table(), new Step.Together(warning + sql)));
    }
    if (sql.endsWith("NOT VALID")) {
      return plain(sql);
    }
    return List.of(
        new Step.Together(sql + " NOT VALID"),
        new Step.Afterwards(
            "ALTER TABLE %s VALIDATE CONSTRAINT %s"
                .formatted(constraint.table(), constraint.constraint())));
  }

  private static List<Step> key(Shape.AddConstraint constraint, Matcher key) {
    String name = constraint.constraint();
    String index =
        "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s %s%s%s"
            .formatted(name, constraint.table(), key.group(3), text(key, 4), text(key, 2));
    String add =
        "ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s%s"
            .formatted(constraint.table(), name, key.group(1), name, text(key, 5));
    return List.of(
        new Step.AfterNotNull(
            constraint.table(), new Step.Alone("create_" + Name.slug(Name.plain(name)), index)),
        new Step.Together(add));
  }

  private static String text(Matcher matcher, int group) {
    return matcher.group(group) == null ? "" : matcher.group(group);
  }

  private List<Step> identity(String sql, Shape.AddIdentity identity) {
    boolean merged =
        stands(identity.table()) && present.column(identity.table(), identity.column()).isEmpty();
    return merged
        ? List.of()
        : List.of(new Step.AfterNotNull(identity.table(), new Step.Together(sql)));
  }

  private static Step notNull(Shape.SetNotNull column) {
    String plain = Name.plain(column.column());
    String check = Name.quoted(plain.substring(0, Math.min(plain.length(), 40)) + "_is_not_null");
    String table = "ALTER TABLE " + column.table();
    return new Step.NotNull(
        column.table(),
        "%s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID"
            .formatted(table, check, column.column()),
        "%s VALIDATE CONSTRAINT %s".formatted(table, check),
        List.of(
            "%s ALTER COLUMN %s SET NOT NULL".formatted(table, column.column()),
            "%s DROP CONSTRAINT %s".formatted(table, check)));
  }
}
