package io.twinlane.migrator.types;

import io.twinlane.migrator.types.Layout.Block;
import io.twinlane.migrator.types.Layout.Entry;
import io.twinlane.migrator.types.Layout.Literal;
import io.twinlane.migrator.types.Layout.Sequence;
import io.twinlane.migrator.types.Layout.Text;
import io.twinlane.migrator.types.Layout.Union;
import io.twinlane.migrator.types.Schema.Composite;
import io.twinlane.migrator.types.Schema.Relation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Schemas as TypeScript, in the shape that clients of the API take as their {@code Database}: a
 * type for each table, view, function, enumeration and composite type, sorted by name.
 */
final class TypeScript {

  private final List<Schema> schemas;
  private final ValueText values;

  TypeScript(List<Schema> schemas) {
    this.schemas = List.copyOf(schemas);
    this.values =
        new ValueText(schemas.stream().map(Schema::name).collect(Collectors.toUnmodifiableSet()));
  }

  /** The whole file. */
  String text() {
    Layout database = new Block(members(), false);
    Layout constants = new Literal(schemas.stream().map(TypeScript::constants).toList());
    return resource("before.ts")
        + "\nexport type Database = "
        + database.at(0, 0)
        + "\n\n"
        + resource("after.ts")
        + "\nexport const Constants = "
        + constants.at(0, 0)
        + " as const\n";
  }

  private List<Entry> members() {
    List<Entry> members = new ArrayList<>();
    // tells the clients which of their methods this API has
    members.add(
        Entry.of(
            "__InternalSupabase",
            new Block(List.of(Entry.of("PostgrestVersion", "\"14\"")), false)));
    schemas.forEach(schema -> members.add(Entry.of(schema.name(), member(schema))));
    return members;
  }

  private Layout member(Schema schema) {
    RelationText relations = new RelationText(schema, values);
    FunctionText functions = new FunctionText(schemas, values);
    List<Relation> tables = schema.relations().stream().filter(one -> !one.view()).toList();
    List<Relation> views = schema.relations().stream().filter(Relation::view).toList();
    return new Block(
        List.of(
            named("Tables", tables.stream().map(relations::entry).toList()),
            named("Views", views.stream().map(relations::entry).toList()),
            named("Functions", functions.entries(schema.functions())),
            named("Enums", schema.enums().stream().map(TypeScript::labels).toList()),
            named("CompositeTypes", schema.composites().stream().map(this::composite).toList())),
        false);
  }

  /** A group of an object's members, which says so if it has none. */
  private static Entry named(String name, List<Entry> entries) {
    return Entry.of(
        name,
        new Block(
            entries.isEmpty() ? List.of(new Entry("[_ in never]", new Text("never"))) : entries,
            false));
  }

  private static Entry labels(Value.EnumOf labels) {
    return Entry.of(
        labels.name(), labels.labels().isEmpty() ? new Text("never") : new Union(quoted(labels)));
  }

  private static List<Layout> quoted(Value.EnumOf labels) {
    return labels.labels().stream().map(Layout::quoted).<Layout>map(Text::new).toList();
  }

  private Entry composite(Composite composite) {
    return Entry.of(
        composite.name(),
        new Block(
            composite.attributes().stream()
                .map(field -> Entry.of(field.name(), values.of(field.value(), true)))
                .toList(),
            false));
  }

  private static Entry constants(Schema schema) {
    List<Entry> enums =
        schema.enums().stream()
            .map(labels -> Entry.of(labels.name(), new Sequence(quoted(labels))))
            .toList();
    return Entry.of(schema.name(), new Literal(List.of(Entry.of("Enums", new Literal(enums)))));
  }

  private static String resource(String name) {
    try (InputStream text = TypeScript.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
