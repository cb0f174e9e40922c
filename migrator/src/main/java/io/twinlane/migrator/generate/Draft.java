package io.twinlane.migrator.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A change, cut into files so that each follows the safe rules.
 *
 * @param files in the order in which they are applied
 * @param rules those it was cut by, which know what was left for a later release on purpose
 */
record Draft(List<DraftFile> files, SafeRules rules) {

  Draft {
    files = List.copyOf(files);
  }

  /** Where statements stand that take tables, columns and types away. */
  enum Drops {
    /** In a file behind all others, so that it can be held back. */
    LAST,
    /** Where the difference has them, as something else may depend on it. */
    IN_PLACE,
  }

  /** The safe files of a change to a database. */
  static Draft of(List<String> statements, Present present, Drops drops) {
    List<String> expand = new ArrayList<>();
    List<String> contract = new ArrayList<>();
    for (String sql : statements) {
      boolean last = drops == Drops.LAST && takesAway(sql, statements);
      (last ? contract : expand).add(sql);
    }
    SafeRules rules = new SafeRules(present, expand);
    Assembly assembly = new Assembly();
    rules.steps().forEach(assembly::add);
    assembly.finish();
    if (!contract.isEmpty()) {
      new SafeRules(present, contract).steps().forEach(assembly::add);
      assembly.close("contract");
    }
    return new Draft(assembly.files, rules);
  }

  /** Whether it takes something away that does not come back in another form. */
  private static boolean takesAway(String sql, List<String> statements) {
    return switch (Shape.of(sql)) {
      case Shape.DropTable(var table) -> !comesBack("TABLE", table, statements);
      case Shape.DropOther(var kind, var object) -> !comesBack(kind, object, statements);
      case Shape.DropColumn(var table, var column) ->
          statements.stream()
              .map(Shape::of)
              .noneMatch(shape ->
                  shape instanceof Shape.AddColumn(var to, var added, _)
                      && to.equals(table)
                      && added.equals(column));
      case Shape.Creation _,
          Shape.CreateIndex _,
          Shape.DropIndex _,
          Shape.AddConstraint _,
          Shape.AddColumn _,
          Shape.AddIdentity _,
          Shape.SetNotNull _,
          Shape.ChangeType _,
          Shape.AddValue _,
          Shape.Other _ ->
          false;
    };
  }

  private static boolean comesBack(String kind, String object, List<String> statements) {
    String start = "CREATE " + kind.toUpperCase(Locale.ROOT) + " " + object;
    return statements.stream()
        .map(sql -> sql.replaceAll("\\s+", " "))
        .anyMatch(sql -> sql.equals(start) || sql.startsWith(start + " "));
  }

  /** Files as they fill. */
  private static final class Assembly {

    private final List<DraftFile> files = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private final List<Step.NotNull> pending = new ArrayList<>();
    private final List<String> afterwards = new ArrayList<>();

    void add(Step step) {
      switch (step) {
        case Step.Together(var sql) -> open.add(sql);
        case Step.Alone(var slug, var sql) -> {
          close("");
          files.add(new DraftFile(slug, List.of(sql)));
        }
        case Step.Afterwards(var sql) -> afterwards.add(sql);
        case Step.NotNull column -> {
          open.add(column.add());
          pending.add(column);
        }
        case Step.AfterNotNull(var table, var inner) -> {
          if (pending.stream().anyMatch(column -> column.table().equals(table))) {
            validate(List.of());
          }
          add(inner);
        }
      }
    }

    void finish() {
      validate(afterwards);
      close("not_null");
    }

    private void validate(List<String> others) {
      close("");
      List<String> checks = new ArrayList<>(others);
      pending.forEach(column -> checks.add(column.validate()));
      if (!checks.isEmpty()) {
        files.add(new DraftFile("validate", checks));
      }
      pending.forEach(column -> open.addAll(column.finish()));
      pending.clear();
    }

    void close(String slug) {
      if (!open.isEmpty()) {
        files.add(new DraftFile(slug, open));
        open.clear();
      }
    }
  }
}
