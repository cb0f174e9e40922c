package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Constraint.Kind;
import io.twinlane.migrator.lint.Statement.CreateTable;
import io.twinlane.migrator.lint.Statement.TableFlag;
import java.util.List;
import java.util.Optional;

/** Rules for what a table is made of. */
final class NewTableRules {

  private NewTableRules() {}

  static void look(Sight sight, CreateTable create) {
    NameRules.look(sight, create.table());
    if (create.flags().contains(TableFlag.TEMPORARY)) {
      return;
    }
    for (Column column : create.body().columns()) {
      NameRules.look(sight, column.name());
      type(sight, create.table(), column);
    }
    create.body().constraints().forEach(each -> NameRules.look(sight, each.name()));
    key(sight, create);
    parent(sight, create);
    if (create.flags().contains(TableFlag.UNLOGGED)) {
      sight.tell(
          Rule.UNLOGGED_TABLE,
          "%s is empty after a crash, and is not on replicas.".formatted(create.table().quoted()),
          sight.sql().replaceFirst("(?i)\\bUNLOGGED\\s+", "") + ";");
    }
  }

  private static void key(Sight sight, CreateTable create) {
    boolean keyed =
        create.body().columns().stream().anyMatch(column -> column.has(Kind.PRIMARY_KEY))
            || create.body().constraints().stream()
                .anyMatch(constraint -> constraint.kind() == Kind.PRIMARY_KEY);
    boolean later =
        sight
            .file()
            .actions(create.table())
            .anyMatch(action ->
                action instanceof TableAction.AddConstraint add
                    && add.constraint().kind() == Kind.PRIMARY_KEY);
    if (!keyed
        && !later
        && create.parent().isEmpty()
        && !create.flags().contains(TableFlag.DERIVED)) {
      sight.tell(
          Rule.TABLE_WITHOUT_PRIMARY_KEY,
          "Rows of %s cannot be told apart: replication cannot update them, and clients cannot name one."
              .formatted(create.table().quoted()),
          "ALTER TABLE %s ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;"
              .formatted(create.table().quoted()));
    }
    Optional<Column> single = keyColumn(create);
    if (single.filter(column -> column.type().stored().is("integer", "smallint")).isPresent()) {
      sight.tell(
          Rule.INTEGER_PRIMARY_KEY,
          "%s.%s runs out at 2,147,483,647, and a wider type rewrites the table."
              .formatted(create.table().quoted(), single.get().name()),
          "-- the column as\n-- %s bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
              .formatted(Name.quoted(single.get().name())));
    }
  }

  /** The column of a primary key of one column that PostgreSQL numbers. */
  private static Optional<Column> keyColumn(CreateTable create) {
    return create.body().columns().stream()
        .filter(
            column -> column.type().serial() || column.filling().source() == Column.Source.IDENTITY)
        .filter(column ->
            column.has(Kind.PRIMARY_KEY)
                || create.body().constraints().stream()
                    .anyMatch(constraint ->
                        constraint.kind() == Kind.PRIMARY_KEY
                            && constraint.columns().equals(List.of(column.name()))))
        .findFirst();
  }

  private static void parent(Sight sight, CreateTable create) {
    create
        .parent()
        .filter(sight::existing)
        .ifPresent(parent -> {
          if (!create.flags().contains(TableFlag.DEFAULT_PARTITION)) {
            TableRules.beside(sight, parent);
          }
          sight.tell(
              Rule.CREATE_PARTITION_OF,
              "ACCESS EXCLUSIVE on %s: all its partitions wait behind a long query, and a default partition is scanned."
                  .formatted(parent.quoted()),
              """
              CREATE TABLE %1$s (LIKE %2$s INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
              -- with a check of the same bounds, so that nothing is scanned
              ALTER TABLE %2$s ATTACH PARTITION %1$s FOR VALUES FROM ('from') TO ('to');\
              """
                  .formatted(create.table().quoted(), parent.quoted()));
        });
  }

  /** What is to be known of a new column's type. */
  static void type(Sight sight, Name table, Column column) {
    SqlType type = column.type();
    if (type.serial()) {
      sight.tell(
          Rule.SERIAL_INSTEAD_OF_IDENTITY,
          "The sequence of %s.%s has rights of its own, which every writer needs too."
              .formatted(table.quoted(), column.name()),
          "-- the column as\n-- %s %s GENERATED ALWAYS AS IDENTITY"
              .formatted(Name.quoted(column.name()), type.stored().text()));
    } else if (type.name().equals("json")) {
      other(sight, Rule.JSON_COLUMN, column, "jsonb");
    } else if (type.name().equals("timestamp")) {
      other(sight, Rule.TIMESTAMP_WITHOUT_TIME_ZONE, column, "timestamptz");
    } else if (type.name().equals("char")) {
      other(sight, Rule.CHAR_COLUMN, column, "text");
    } else if (type.name().equals("money")) {
      other(sight, Rule.MONEY_COLUMN, column, "numeric(12, 2)");
    }
  }

  private static void other(Sight sight, Rule rule, Column column, String type) {
    sight.tell(
        rule,
        "%s is %s: %s.".formatted(column.name(), column.type().text(), rule.meaning()),
        "-- the column as\n-- %s %s%s"
            .formatted(Name.quoted(column.name()), type, column.type().array() ? "[]" : ""));
  }
}
