package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Conflict;
import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.gateway.rest.Plan.Ref;
import io.twinlane.gateway.rest.Plan.Returning;
import io.twinlane.gateway.rest.Plan.Value;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of the third step that renders writes, and what they give back. Pure. */
final class WriteRenderer {

  private static final String BODY = "_j";

  private final SqlRenderer rows;
  private final Accept accept;

  /** With how the rows are read that a write gives back, in a form. */
  WriteRenderer(SqlRenderer rows, Accept accept) {
    this.rows = rows;
    this.accept = accept;
  }

  Statement insert(Plan.Insert insert) {
    SqlText sql = new SqlText();
    if (tells(insert)) {
      sql.add("with _w as (");
    } else {
      begin(sql, insert.returning());
    }
    sql.add("insert into ").relation(insert.relation());
    if (insert.columns().isEmpty()) {
      sql.add(" default values");
    } else {
      sql.add(" (").add(Identifier.listed(insert.columns(), "")).add(") select ");
      sql.add(insert.columns().stream().map(WriteRenderer::read).collect(Collectors.joining(", ")));
      sql.add(" from ");
      body(sql, insert.columns(), insert.body(), insert.defaults());
      String before = " where ";
      for (Plan.KeyValue key : insert.key()) {
        sql.add(before).add(BODY + "." + Identifier.quoted(key.column().name())).add(" = ");
        sql.value(key.value()).add("::").add(key.column().type().declared());
        before = " and ";
      }
    }
    conflict(sql, insert);
    return tells(insert)
        ? told(sql, insert)
        : marked(insert, returning(sql, insert.relation(), insert.returning()));
  }

  /** Marked if the DIRECT lane may commit it with others. */
  private Statement marked(Plan.Insert insert, Statement statement) {
    return insert.plainRow() && simple(insert.returning()) ? statement.addingOneRow() : statement;
  }

  List<Statement> nested(Plan.Insert insert) {
    List<Statement> statements = new ArrayList<>();
    statements.add(NestedInsert.statement(insert));
    insert
        .returning()
        .node()
        .ifPresent(node -> {
          SqlText sql = new SqlText().add("with _w as (select ");
          sql.add(needed(node, insert.relation()));
          NestedInsert.inserted(sql, insert.relation());
          statements.add(rows.page(sql.add(") "), node));
        });
    return statements;
  }

  /** Of a merge into a table, it can be told whether any of the rows are new. */
  static boolean tells(Plan.Insert insert) {
    return insert.conflict().outcome() == Conflict.Outcome.MERGED && insert.relation().table();
  }

  /** What was written, with a key that says whether anything of it is new. */
  private Statement told(SqlText sql, Plan.Insert insert) {
    sql.add(" returning ");
    insert.returning().node().ifPresent(node -> sql.add(needed(node, insert.relation())).add(", "));
    sql.add(SqlText.ROW + ".xmax = 0 as _new) ");
    String isNew = "(select bool_or(_new) from _w)::text";
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(new ResultColumn("new", Use.KEY));
    insert
        .returning()
        .node()
        .ifPresentOrElse(
            node -> {
              rows.columns(sql, node, isNew + ", ");
              columns.addAll(rows.resultColumns(node));
            },
            () -> sql.add("select " + isNew + " from _w"));
    return new Statement(sql.toString(), sql.parameters(), columns);
  }

  private static void conflict(SqlText sql, Plan.Insert insert) {
    Conflict conflict = insert.conflict();
    if (conflict.outcome() == Conflict.Outcome.FAILS) {
      return;
    }
    sql.add(" on conflict (");
    sql.add(conflict.columns().stream().map(Identifier::quoted).collect(Collectors.joining(", ")));
    sql.add(")");
    String set =
        insert.columns().stream()
            .map(column -> Identifier.quoted(column.name()))
            .map(name -> name + " = excluded." + name)
            .collect(Collectors.joining(", "));
    boolean merges = conflict.outcome() == Conflict.Outcome.MERGED && !set.isEmpty();
    sql.add(merges ? " do update set " + set : " do nothing");
  }

  Statement update(Plan.Update update) {
    SqlText sql = new SqlText();
    begin(sql, update.returning());
    sql.add("update ").relation(update.relation()).add(" set ");
    sql.add(
        update.columns().stream()
            .map(column -> Identifier.quoted(column.name()) + " = " + read(column))
            .collect(Collectors.joining(", ")));
    sql.add(" from (select * from ");
    body(sql, update.columns(), update.body(), update.defaults());
    sql.add(" limit 1) as " + BODY).where(update.filters());
    return returning(sql, update.relation(), update.returning());
  }

  Statement delete(Plan.Delete delete) {
    SqlText sql = new SqlText();
    begin(sql, delete.returning());
    sql.add("delete from ").relation(delete.relation());
    sql.where(delete.filters());
    return returning(sql, delete.relation(), delete.returning());
  }

  /** The body as rows, each value read by the input function of its column's type. */
  private static void body(SqlText sql, List<Column> columns, RowsBody body, boolean defaults) {
    sql.add(body.array() ? "json_to_recordset(" : "json_to_record(");
    if (defaults) {
      withDefaults(sql, columns, body);
    } else {
      sql.value(body.json()).add("::json");
    }
    sql.add(") as " + BODY + "(");
    sql.add(Identifier.declared(columns, WriteRenderer::sent)).add(")");
  }

  /** A domain whose owner reads JSON gets it as it was sent. */
  private static String sent(ColumnType type) {
    return reader(type) == null ? type.declared() : "json";
  }

  private static String read(Column column) {
    String value = BODY + "." + Identifier.quoted(column.name());
    String reader = reader(column.type());
    return reader == null ? value : reader + "(" + value + ")";
  }

  private static @Nullable String reader(ColumnType type) {
    return type.representation() == null ? null : type.representation().fromJson();
  }

  /**
   * Each object laid over one of the columns' defaults, so that a missing key stands for its own.
   */
  private static void withDefaults(SqlText sql, List<Column> columns, RowsBody body) {
    String defaults =
        columns.stream()
            .filter(column -> column.defaultSql() != null)
            .map(column -> Identifier.literal(column.name()) + ", " + column.defaultSql())
            .collect(Collectors.joining(", ", "json_build_object(", ")::jsonb"));
    if (!body.array()) {
      sql.add("(").add(defaults).add(" || ").value(body.json()).add("::jsonb)::json");
      return;
    }
    sql.add("(select json_agg(").add(defaults).add(" || _o) from jsonb_array_elements(");
    sql.value(body.json()).add("::jsonb) as _o)");
  }

  /** Whether what was written can be given back by the write itself. */
  private boolean simple(Returning returning) {
    return returning.node().isEmpty()
        || (!accept.lines()
            && !accept.stripped()
            && accept.handler() == null
            && returning.node().get().embeds().isEmpty()
            && returning.node().get().order().isEmpty()
            && !returning.node().get().aggregates());
  }

  private void begin(SqlText sql, Returning returning) {
    sql.add(simple(returning) ? "" : "with _w as (");
  }

  private Statement returning(SqlText sql, Relation relation, Returning returning) {
    if (!simple(returning)) {
      Node node = returning.node().orElseThrow();
      sql.add(" returning ").add(needed(node, relation)).add(") ");
      return rows.page(sql, node);
    }
    List<ResultColumn> columns = new ArrayList<>();
    List<Output> outputs = returning.node().map(Node::outputs).orElse(List.of());
    if (!outputs.isEmpty()) {
      columns.addAll(rows.columnsOf(outputs));
      sql.add(" returning ");
      rows.outputs(sql, outputs);
    } else if (returning.key() && !relation.primaryKey().isEmpty()) {
      sql.add(" returning ");
      sql.add(
          relation.primaryKey().stream()
              .map(name -> SqlText.ROW + "." + Identifier.quoted(name) + "::text")
              .collect(Collectors.joining(", ")));
      relation.primaryKey().forEach(name -> columns.add(new ResultColumn(name, Use.KEY)));
    }
    return new Statement(sql.toString(), sql.parameters(), columns);
  }

  /** The columns of the written rows that the rest of the statement looks at. */
  private String needed(Node node, Relation relation) {
    if (accept.handler() != null && accept.handler().relation() != null) {
      return SqlText.ROW + ".*";
    }
    Set<String> names = new LinkedHashSet<>();
    node.outputs().forEach(output -> collect(output.value(), names));
    node.order().forEach(sort -> collect(sort.expression(), names));
    node.embeds()
        .forEach(embed ->
            embed
                .link()
                .ifPresentOrElse(
                    way -> names.addAll(way.columns()),
                    () -> relation.columns().forEach(column -> names.add(column.name()))));
    node.filters().stream()
        .filter(Filter.Test.class::isInstance)
        .forEach(filter -> collect(((Filter.Test) filter).expression(), names));
    return names.isEmpty()
        ? "1"
        : names.stream()
            .map(name -> SqlText.ROW + "." + Identifier.quoted(name))
            .collect(Collectors.joining(", "));
  }

  private static void collect(Value value, Set<String> names) {
    switch (value) {
      case Value.Of(var expression, _) -> collect(expression, names);
      case Value.Written(var expression, _) -> collect(expression, names);
      case Value.Aggregate(_, var of, _) -> of.ifPresent(inner -> collect(inner, names));
      case Value.Embedded _, Value.Spread _ -> {
        // of other rows
      }
    }
  }

  private static void collect(Expression expression, Set<String> names) {
    if (expression.ref() instanceof Ref.Of(int node, String column, _) && node == 0) {
      names.add(column);
    }
  }
}
