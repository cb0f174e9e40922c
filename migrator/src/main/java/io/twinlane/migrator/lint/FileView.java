package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.Written.Part;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A file as a whole: what rules ask of the statements around the one they look at. */
final class FileView {

  private final SqlFile file;
  private final List<Written> statements;

  FileView(SqlFile file) {
    this.file = file;
    this.statements = Grammar.read(file.text());
  }

  String name() {
    return file.name();
  }

  List<Written> statements() {
    return statements;
  }

  Stream<Statement> parts() {
    return statements.stream().flatMap(written -> written.parts().stream()).map(Part::statement);
  }

  /** Whether its first line says that it waits for the release after the one it was written in. */
  boolean deferred() {
    return file.text()
        .lines()
        .findFirst()
        .orElse("")
        .strip()
        .toLowerCase(Locale.ROOT)
        .matches("--\\s*deferred\\b.*");
  }

  /** Whether it makes an object of the name, perhaps in place of one that it drops. */
  boolean makes(ObjectKind kind, Name name) {
    return parts()
        .anyMatch(statement ->
            switch (statement) {
              case Statement.Create create ->
                  create.kind() == kind && create.name().key().equals(name.key());
              case Statement.CreateView create ->
                  create.kind() == kind && create.view().key().equals(name.key());
              case Statement.CreateTable create ->
                  kind == ObjectKind.TABLE && create.table().key().equals(name.key());
              case Statement.CreateRoutine create ->
                  kind == ObjectKind.ROUTINE && create.routine().key().equals(name.key());
              case Statement.CreateDomain create ->
                  kind == ObjectKind.DOMAIN && create.domain().key().equals(name.key());
              case Statement.CreatePolicy create ->
                  kind == ObjectKind.POLICY && create.table().key().equals(name.key());
              default -> false;
            });
  }

  /** Whether it adds a constraint to the table, perhaps in place of one that it drops. */
  boolean addsConstraint(Name table) {
    return actions(table).anyMatch(TableAction.AddConstraint.class::isInstance);
  }

  /** Whether it changes the table in a way that locks it until the file ends. */
  boolean alters(Name table) {
    return actions(table).anyMatch(action -> !(action instanceof TableAction.ValidateConstraint));
  }

  Stream<TableAction> actions(Name table) {
    return actions(parts(), table);
  }

  /** What the file has done up to a part of it, and with it. */
  Stream<Statement> until(Part last) {
    List<Part> parts = statements.stream().flatMap(written -> written.parts().stream()).toList();
    int index = parts.indexOf(last);
    return parts.subList(0, index < 0 ? parts.size() : index + 1).stream().map(Part::statement);
  }

  static Stream<TableAction> actions(Stream<Statement> statements, Name table) {
    return statements
        .filter(Statement.AlterTable.class::isInstance)
        .map(Statement.AlterTable.class::cast)
        .filter(alter -> alter.table().key().equals(table.key()))
        .flatMap(alter -> alter.actions().stream());
  }

  /** Whether a statement of the kind has to run outside a transaction. */
  static boolean standsAlone(Statement statement) {
    return switch (statement) {
      case Statement.CreateIndex index -> index.has(Statement.IndexFlag.CONCURRENTLY);
      case Statement.Drop drop -> drop.concurrently();
      case Statement.Reindex reindex -> reindex.concurrently();
      case Statement.Vacuum _ -> true;
      case Statement.AlterTable alter ->
          alter.actions().stream()
              .anyMatch(
                  action -> action instanceof TableAction.Detach detach && detach.concurrently());
      default -> false;
    };
  }
}
