package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Constraint.Detail;
import io.twinlane.migrator.lint.Constraint.Kind;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of constraints made into {@link Constraint}s. */
final class ConstraintReader {

  private ConstraintReader() {}

  /** Whether it is the word {@code NULL}, which demands nothing. */
  static boolean nullable(Constr_bodyContext body) {
    return kind(body) == Kind.NOT_NULL && !Tree.has(body, SQLParser.NOT);
  }

  /**
   * A constraint of a table or a column.
   *
   * @param column that it is written at; empty for one of the table
   */
  static Constraint constraint(Constraint_commonContext c, String column) {
    Constr_bodyContext body = c.constr_body();
    Kind kind = kind(body);
    boolean notValid = c.VALID() != null || unenforced(c);
    Optional<Name> index =
        Optional.ofNullable(body.index_parameters())
            .map(Index_parametersContext::schema_qualified_name)
            .map(Tree::name);
    Optional<Name> references =
        kind == Kind.FOREIGN_KEY
            ? Optional.of(Tree.name(body.schema_qualified_name()))
            : Optional.empty();
    String name = c.identifier() == null ? "" : Tree.identifier(c.identifier());
    return new Constraint(
        name,
        kind,
        columns(body, kind, column),
        new Detail(notValid, index, references, Tree.text(body)));
  }

  private static boolean unenforced(Constraint_commonContext c) {
    return c.table_enforced() != null && Tree.has(c.table_enforced(), SQLParser.NOT);
  }

  private static Kind kind(Constr_bodyContext body) {
    if (Tree.has(body, SQLParser.EXCLUDE)) {
      return Kind.EXCLUDE;
    }
    if (Tree.has(body, SQLParser.REFERENCES)) {
      return Kind.FOREIGN_KEY;
    }
    if (Tree.has(body, SQLParser.CHECK)) {
      return Kind.CHECK;
    }
    if (Tree.has(body, SQLParser.UNIQUE)) {
      return Kind.UNIQUE;
    }
    return Tree.has(body, SQLParser.PRIMARY) ? Kind.PRIMARY_KEY : Kind.NOT_NULL;
  }

  private static List<String> columns(Constr_bodyContext body, Kind kind, String column) {
    List<String> written =
        switch (kind) {
          case PRIMARY_KEY, UNIQUE -> names(body.col_overlaps);
          case FOREIGN_KEY ->
              Tree.has(body, SQLParser.FOREIGN) ? names(body.col_period) : List.of();
          case CHECK -> Tree.mentioned(body.expression);
          case EXCLUDE ->
              body.index_column().stream().map(each -> Tree.identifier(each.column)).toList();
          case NOT_NULL ->
              Optional.ofNullable(body.col_name).map(Tree::name).map(Name::name).stream().toList();
        };
    return written.isEmpty() && !column.isEmpty() ? List.of(column) : written;
  }

  private static List<String> names(@Nullable ParserRuleContext list) {
    return list == null
        ? List.of()
        : Tree.all(list, Schema_qualified_nameContext.class).stream()
            .map(each -> Tree.name(each).name())
            .toList();
  }
}
