package io.twinlane.migrator.types;

import io.twinlane.migrator.types.Layout.Block;
import io.twinlane.migrator.types.Layout.Entry;
import io.twinlane.migrator.types.Layout.Text;
import io.twinlane.migrator.types.Layout.Union;
import io.twinlane.migrator.types.Schema.Column;
import io.twinlane.migrator.types.Schema.Field;
import io.twinlane.migrator.types.Schema.Function;
import io.twinlane.migrator.types.Schema.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The TypeScript of functions: one type for each name, a union if several functions have it. */
record FunctionText(List<Schema> schemas, ValueText values) {

  FunctionText {
    schemas = List.copyOf(schemas);
  }

  List<Entry> entries(List<Function> functions) {
    TreeMap<String, List<Function>> byName =
        functions.stream()
            .collect(Collectors.groupingBy(Function::name, TreeMap::new, Collectors.toList()));
    return byName.entrySet().stream()
        .map(entry -> Entry.of(entry.getKey(), overloads(entry.getValue())))
        .toList();
  }

  private Layout overloads(List<Function> functions) {
    List<Layout> members =
        functions.stream().map(function -> signature(function, functions)).toList();
    return members.size() == 1 ? members.getFirst() : new Union(members);
  }

  private Layout signature(Function function, List<Function> sameName) {
    List<Entry> parts = new ArrayList<>();
    parts.add(Entry.of("Args", arguments(function)));
    parts.add(Entry.of("Returns", returns(function, sameName)));
    result(function).map(relation -> options(function, relation)).ifPresent(parts::add);
    return new Block(parts, true);
  }

  private Layout arguments(Function function) {
    if (function.arguments().isEmpty()) {
      return new Text("never");
    }
    return new Block(
        function.arguments().stream()
            .sorted(Comparator.comparing(Field::name))
            .map(this::argument)
            .toList(),
        true);
  }

  private Entry argument(Field argument) {
    String text = values.of(argument.value());
    return argument.optional()
        ? Entry.optional(argument.name(), text)
        : Entry.of(argument.name(), text);
  }

  private Layout returns(Function function, List<Function> sameName) {
    Optional<String> refusal = refusal(function, sameName);
    if (refusal.isPresent()) {
      return new Text("{ error: true } & " + Layout.quoted(refusal.get()));
    }
    // of a relation, a set of one row is one row to the clients
    boolean many = function.set() && !(function.one() && result(function).isPresent());
    List<Entry> columns = columns(function);
    if (columns.isEmpty()) {
      return new Text(values.of(many ? new Value.ListOf(function.value()) : function.value()));
    }
    return many ? new Layout.Many(new Block(columns, false)) : new Block(columns, false);
  }

  private List<Entry> columns(Function function) {
    if (!function.columns().isEmpty()) {
      return function.columns().stream()
          .sorted(Comparator.comparing(Field::name))
          .map(field -> Entry.of(field.name(), values.of(field.value())))
          .toList();
    }
    return result(function).stream()
        .flatMap(relation -> relation.columns().stream())
        .sorted(Comparator.comparing(Column::name))
        .map(column -> Entry.of(column.name(), values.of(column.value(), column.nullable())))
        .toList();
  }

  /** The relation whose rows a function returns. */
  private Optional<Relation> result(Function function) {
    return function.columns().isEmpty() && function.value() instanceof Value.RowOf row
        ? schemas.stream()
            .flatMap(schema -> schema.relations().stream())
            .filter(one -> one.schema().equals(row.schema()) && one.name().equals(row.relation()))
            .findFirst()
        : Optional.empty();
  }

  /** Tells the clients which columns and relationships the result has, and of what it is a part. */
  private static Entry options(Function function, Relation relation) {
    Value.RowOf row = function.row();
    return Entry.of(
        "SetofOptions",
        new Block(
            List.of(
                Entry.of("from", Layout.quoted(row == null ? "*" : row.relation())),
                Entry.of("to", Layout.quoted(relation.name())),
                Entry.of("isOneToOne", String.valueOf(!function.set() || function.one())),
                Entry.of("isSetofReturn", String.valueOf(function.set()))),
            false));
  }

  /** Why the API does not call a function, in words that show where the call is written. */
  private static Optional<String> refusal(Function function, List<Function> sameName) {
    String name = function.schema() + "." + function.name();
    if (function.single()
        && function.row() != null
        && function.arguments().getFirst().name().isEmpty()) {
      return Optional.of(name + " computes a field: name it in select() of its table");
    }
    boolean ambiguous =
        sameName.stream()
            .filter(other -> !other.equals(function))
            .anyMatch(other -> names(other).equals(names(function)));
    return ambiguous
        ? Optional.of(name + " is there more than once with these names of arguments")
        : Optional.empty();
  }

  private static Set<String> names(Function function) {
    return function.arguments().stream().map(Field::name).collect(Collectors.toSet());
  }
}
