package io.twinlane.migrator.types;

import io.twinlane.migrator.types.Layout.Block;
import io.twinlane.migrator.types.Layout.Entry;
import io.twinlane.migrator.types.Layout.Sequence;
import io.twinlane.migrator.types.Layout.Text;
import io.twinlane.migrator.types.Schema.Column;
import io.twinlane.migrator.types.Schema.Filling;
import io.twinlane.migrator.types.Schema.Function;
import io.twinlane.migrator.types.Schema.Kind;
import io.twinlane.migrator.types.Schema.Relation;
import io.twinlane.migrator.types.Schema.Relationship;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TypeScript of tables and views: what is read of them and what may be written. */
record RelationText(Schema schema, ValueText values) {

  Entry entry(Relation relation) {
    List<Entry> parts = new ArrayList<>();
    List<Function> computed = computed(relation);
    parts.add(Entry.of("Row", row(relation, computed)));
    if (relation.kind() != Kind.VIEW) {
      parts.add(Entry.of("Insert", written(relation, column -> needed(relation, column))));
      parts.add(Entry.of("Update", written(relation, _ -> false)));
    }
    parts.add(Entry.of("Relationships", relationships(relation)));
    if (!computed.isEmpty()) {
      // the clients leave these out of what a star selects
      parts.add(
          Entry.of(
              "ComputedFields",
              computed.stream()
                  .map(function -> Layout.quoted(function.name()))
                  .collect(Collectors.joining(" | "))));
    }
    return Entry.of(relation.name(), new Block(parts, false));
  }

  private List<Function> computed(Relation relation) {
    Value.RowOf row = new Value.RowOf(relation.schema(), relation.name(), relation.view());
    return schema.functions().stream()
        .filter(function -> function.single() && row.equals(function.row()))
        .toList();
  }

  private Layout row(Relation relation, List<Function> computed) {
    Stream<Entry> columns =
        sorted(relation)
            .map(column -> Entry.of(column.name(), values.of(column.value(), column.nullable())));
    Stream<Entry> functions =
        computed.stream()
            .map(function -> Entry.of(function.name(), values.of(function.value(), true)));
    return new Block(Stream.concat(columns, functions).toList(), false);
  }

  private Layout written(Relation relation, Predicate<Column> needed) {
    return new Block(
        sorted(relation).map(column -> written(column, needed.test(column))).toList(), false);
  }

  private Entry written(Column column, boolean needed) {
    if (column.filling() == Filling.DATABASE) {
      return Entry.optional(column.name(), "never");
    }
    String text = values.of(column.value(), column.nullable());
    return needed ? Entry.of(column.name(), text) : Entry.optional(column.name(), text);
  }

  private static boolean needed(Relation relation, Column column) {
    return !relation.view()
        && !column.nullable()
        && column.standard() == null
        && column.filling() == Filling.WRITER;
  }

  private static Stream<Column> sorted(Relation relation) {
    return relation.columns().stream().sorted(Comparator.comparing(Column::name));
  }

  /** Clients follow relationships within one schema only. */
  private static Layout relationships(Relation relation) {
    return new Sequence(
        relation.relationships().stream()
            .filter(way -> way.referencedSchema().equals(relation.schema()))
            .map(RelationText::relationship)
            .toList());
  }

  private static Layout relationship(Relationship way) {
    return new Block(
        List.of(
            Entry.of("foreignKeyName", Layout.quoted(way.constraint())),
            Entry.of("columns", names(way.columns())),
            Entry.of("isOneToOne", String.valueOf(way.one())),
            Entry.of("referencedRelation", Layout.quoted(way.referenced())),
            Entry.of("referencedColumns", names(way.referencedColumns()))),
        false);
  }

  private static Layout names(List<String> names) {
    return new Sequence(names.stream().map(Layout::quoted).<Layout>map(Text::new).toList());
  }
}
