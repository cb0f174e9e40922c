package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Sight.Draft;
import io.twinlane.migrator.lint.Sight.Located;
import io.twinlane.migrator.lint.Statement.TableFlag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules that can only be judged by what all files together have made. */
final class EndRules {

  private EndRules() {}

  static void look(Known known, FileView file, List<Draft> drafts) {
    boolean security = known.tables().stream().anyMatch(table -> table.rowSecurity);
    for (Written written : file.statements()) {
      for (Written.Part part : written.parts()) {
        Sight sight = new Sight(known, file, new Located(written, part), drafts);
        keys(part.statement()).forEach(key -> indexed(sight, key));
        if (security && part.statement() instanceof Statement.CreateTable create) {
          secured(sight, create);
        }
      }
    }
  }

  private record Key(Name table, Constraint constraint) {}

  private static Stream<Key> keys(Statement statement) {
    return switch (statement) {
      case Statement.CreateTable create ->
          Stream.concat(
                  create.body().constraints().stream(),
                  create.body().columns().stream().flatMap(each -> each.constraints().stream()))
              .filter(constraint -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
              .map(constraint -> new Key(create.table(), constraint));
      case Statement.AlterTable alter ->
          alter.actions().stream()
              .flatMap(EndRules::constraints)
              .filter(constraint -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
              .map(constraint -> new Key(alter.table(), constraint));
      default -> Stream.empty();
    };
  }

  private static Stream<Constraint> constraints(TableAction action) {
    return switch (action) {
      case TableAction.AddConstraint add -> Stream.of(add.constraint());
      case TableAction.AddColumn add -> add.column().constraints().stream();
      default -> Stream.empty();
    };
  }

  private static void indexed(Sight sight, Key key) {
    List<String> columns = key.constraint().columns();
    Optional<KnownTable> table = sight.known().table(key.table());
    boolean gone =
        table.isEmpty()
            || columns.stream().anyMatch(column -> table.get().column(column).isEmpty());
    if (gone || columns.isEmpty() || sight.known().indexes().begin(key.table(), columns)) {
      return;
    }
    sight.tell(
        Rule.FOREIGN_KEY_WITHOUT_INDEX,
        "No index begins with %s: each delete or change of a key in %s reads all of %s."
            .formatted(
                key.constraint().columnList(),
                key.constraint().detail().references().map(Name::quoted).orElse(""),
                key.table().quoted()),
        "-- in a file of its own\nCREATE INDEX CONCURRENTLY %s ON %s %s;"
            .formatted(
                key.table()
                    .derived(
                        Stream.concat(columns.stream(), Stream.of("idx")).toArray(String[]::new)),
                key.table().quoted(),
                key.constraint().columnList()));
  }

  private static void secured(Sight sight, Statement.CreateTable create) {
    boolean open =
        sight.known().table(create.table()).filter(table -> !table.rowSecurity).isPresent()
            && create.parent().isEmpty()
            && !create.flags().contains(TableFlag.TEMPORARY);
    boolean secured =
        sight.known().tables().stream()
            .anyMatch(table ->
                table.rowSecurity && table.name.schema().equals(create.table().key().schema()));
    if (open && secured) {
      sight.tell(
          Rule.TABLE_WITHOUT_ROW_SECURITY,
          "Other tables of the schema have row level security: of %s every role with a right to it reads all rows."
              .formatted(create.table().quoted()),
          "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;\nCREATE POLICY %2$s ON %1$s FOR ALL TO some_role USING (true) WITH CHECK (true);"
              .formatted(create.table().quoted(), create.table().derived("all")));
    }
  }
}
