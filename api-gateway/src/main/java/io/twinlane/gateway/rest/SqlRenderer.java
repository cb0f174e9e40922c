package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Conflict;
import io.twinlane.gateway.rest.Plan.Counting;
import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.gateway.rest.Plan.Ref;
import io.twinlane.gateway.rest.Plan.Returning;
import io.twinlane.gateway.rest.Plan.Value;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.MediaHandler;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The third step: a {@link Plan} to statements. Pure.
 *
 * <p>It is one statement; where PostgreSQL's guess of the rows is wanted, an EXPLAIN stands before
 * it.
 */
final class SqlRenderer {

  private static final String BODY = "_j";
  private static final String WITH_ZONE = "timestamp with time zone";

  private final Accept accept;
  private final boolean zoned;

  /** What the last row's place in the order is known by; empty where it does not matter. */
  private final List<Plan.Sort> keys;

  private SqlRenderer(Accept accept, boolean zoned, List<Plan.Sort> keys) {
    this.accept = accept;
    this.zoned = zoned;
    this.keys = keys;
  }

  /** The same, which also asks for the place of rows, where they are not made into one text. */
  private SqlRenderer keyed(Node node) {
    boolean rows = accept.handler() == null && !accept.lines() && !accept.stripped();
    return rows && !node.outputs().isEmpty() ? new SqlRenderer(accept, zoned, node.order()) : this;
  }

  /** The statements, for an answer of such a shape. */
  static List<Statement> render(Plan plan, Shape shape) {
    SqlRenderer renderer = new SqlRenderer(shape.accept(), shape.zoned(), List.of());
    return switch (plan) {
      case Plan.Read(var node, var counting, var keyset) ->
          (keyset ? renderer.keyed(node) : renderer).rows(node, counting);
      case Plan.Invoke(var node, var call, var counting) ->
          call.routine().returns().kind() == Routine.Kind.ROW
              ? renderer.rows(node, counting)
              : List.of(renderer.values(node, counting));
      case Plan.Insert insert ->
          insert.children().isEmpty() ? List.of(renderer.insert(insert)) : renderer.nested(insert);
      case Plan.Update update -> List.of(renderer.update(update));
      case Plan.Delete delete -> List.of(renderer.delete(delete));
      case Plan.Nothing _ -> List.of();
    };
  }

  private List<Statement> rows(Node node, Counting counting) {
    return switch (counting.kind()) {
      case NONE, PAGE -> List.of(page(new SqlText(), node));
      case EXACT -> List.of(pageAndTotal(node, counting));
      case PLANNED -> List.of(explained(node), page(new SqlText(), node));
      case ESTIMATED -> List.of(explained(node), pageAndTotal(node, counting));
    };
  }

  private Statement page(SqlText sql, Node node) {
    columns(sql, node, "");
    return new Statement(sql.toString(), sql.parameters(), resultColumns(node));
  }

  /** The total stands in a row of its own if the page has none. */
  private Statement pageAndTotal(Node node, Counting counting) {
    SqlText sql = new SqlText().add("with page as (");
    columns(sql, node, "true, ");
    sql.add("), total as (select count(*) as n from (");
    if (node.aggregates()) {
      NodeRenderer.query(sql, unlimited(node));
    } else {
      sql.add("select");
      NodeRenderer.from(sql, node);
      NodeRenderer.joins(sql, NodeRenderer.asked(node));
      sql.where(node.filters());
    }
    if (counting.kind() == Counting.Kind.ESTIMATED) {
      sql.add(" limit ").value(counting.countedMax() + 1);
    }
    sql.add(") as counted) select total.n, page.* from total left join page on true");
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(ResultColumn.total());
    columns.add(ResultColumn.present());
    columns.addAll(resultColumns(node));
    return new Statement(sql.toString(), sql.parameters(), columns);
  }

  private static Node unlimited(Node node) {
    return new Node(
        node.number(),
        node.from(),
        node.outputs(),
        node.filters(),
        List.of(),
        Window.ALL,
        node.embeds(),
        node.exposed());
  }

  /** What PostgreSQL guesses of the rows without limit and offset. */
  private static Statement explained(Node node) {
    SqlText sql = new SqlText().add("explain select");
    NodeRenderer.from(sql, node);
    NodeRenderer.joins(sql, NodeRenderer.asked(node));
    sql.where(node.filters());
    return new Statement(
        sql.toString(), sql.parameters(), List.of(new ResultColumn("plan", Use.VALUE)));
  }

  /**
   * The query of a node, whose columns are as the lane can write them.
   *
   * @param before columns of its own that stand before them
   */
  private void columns(SqlText sql, Node node, String before) {
    if (accept.handler() != null) {
      sql.add("select ").add(before);
      handled(sql, node, accept.handler());
      return;
    }
    if (accept.lines() || accept.stripped()) {
      sql.add("select ").add(before);
      sql.add(
          accept.csv()
              ? "substr(_g::text, 2, length(_g::text) - 2) from ("
              : accept.lines()
                  ? "row_to_json(_g)::text from ("
                  : "json_strip_nulls(row_to_json(_g))::text from (");
      NodeRenderer.query(sql, node);
      sql.add(") as _g");
      return;
    }
    sql.add("select ").add(before);
    if (node.aggregates()) {
      grouped(sql, node);
      return;
    }
    outputs(sql, node.outputs());
    keys.forEach(key -> sql.add(", (").expression(key.expression()).add(")::text"));
    NodeRenderer.from(sql, node);
    NodeRenderer.joins(sql, node.embeds());
    sql.where(node.filters());
    NodeRenderer.window(sql, node);
  }

  /** What a function of the team's makes of the rows, and how many there are. */
  private static void handled(SqlText sql, Node node, MediaHandler handler) {
    sql.add("count(*)::text, ").add(handler.name());
    if (handler.relation() == null) {
      sql.add("(_g)").add(body(handler.result())).add(" from (");
      NodeRenderer.query(sql, node);
    } else {
      sql.add("(_g.r)").add(body(handler.result())).add(" from (select " + SqlText.ROW + "::");
      sql.add(handler.row()).add(" as r");
      NodeRenderer.from(sql, node);
      NodeRenderer.joins(sql, node.embeds());
      sql.where(node.filters());
      NodeRenderer.window(sql, node);
    }
    sql.add(") as _g");
  }

  private static String body(ColumnType type) {
    return type.bytes() ? "::bytea" : "::text";
  }

  /** What is grouped by is PostgreSQL's own value; it is written as text around that. */
  private void grouped(SqlText sql, Node node) {
    for (int i = 0; i < node.outputs().size(); i++) {
      Output output = node.outputs().get(i);
      sql.add(i == 0 ? "" : ", ");
      String column = "_g.c" + i;
      sql.add(
          switch (json(output)) {
            case PLAIN -> column;
            case NUMBER, TEXT, JSON -> column + "::text";
            case BUILT -> "to_json(" + column + ")::text";
          });
    }
    sql.add(" from (");
    NodeRenderer.query(sql, node);
    sql.add(") as _g(");
    for (int i = 0; i < node.outputs().size(); i++) {
      sql.add(i == 0 ? "c" + i : ", c" + i);
    }
    sql.add(")");
  }

  /** What a function gives that gives no rows: each value by itself, made JSON by PostgreSQL. */
  private Statement values(Node node, Counting counting) {
    Plan.From.Result call = (Plan.From.Result) node.from();
    boolean counted = counting.kind() == Counting.Kind.EXACT;
    SqlText sql = new SqlText().add("with called as materialized (select ");
    NodeRenderer.call(sql, call.routine(), call.arguments());
    sql.add(" as v");
    if (call.arguments() instanceof Plan.Arguments.Keyed(var parameters, _)
        && !parameters.isEmpty()) {
      sql.add(" from ");
      NodeRenderer.source(sql, call.arguments());
      sql.add("(values (1)) as _one");
    }
    sql.add(counted ? "), page as (select true, " : ") select ");
    ColumnType raw = accept.raw();
    sql.add(raw == null ? "to_json(called.v)::text" : "called.v" + body(raw)).add(" from called");
    NodeRenderer.window(sql, node);
    List<ResultColumn> columns = new ArrayList<>();
    if (counted) {
      sql.add(") select total.n, page.* from (select count(*) as n from called) as total");
      sql.add(" left join page on true");
      columns.add(ResultColumn.total());
      columns.add(ResultColumn.present());
    }
    columns.add(new ResultColumn("value", raw == null ? Use.ITEM : Use.RAW));
    return new Statement(sql.toString(), sql.parameters(), columns);
  }

  private Statement insert(Plan.Insert insert) {
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
      sql.add(" (").add(names(insert.columns(), "")).add(") select ");
      sql.add(insert.columns().stream().map(SqlRenderer::read).collect(Collectors.joining(", ")));
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
        : returning(sql, insert.relation(), insert.returning());
  }

  private List<Statement> nested(Plan.Insert insert) {
    List<Statement> statements = new ArrayList<>();
    statements.add(NestedInsert.statement(insert));
    insert
        .returning()
        .node()
        .ifPresent(node -> {
          SqlText sql = new SqlText().add("with _w as (select ");
          sql.add(needed(node, insert.relation()));
          NestedInsert.inserted(sql, insert.relation());
          statements.add(page(sql.add(") "), node));
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
              columns(sql, node, isNew + ", ");
              columns.addAll(resultColumns(node));
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

  private Statement update(Plan.Update update) {
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

  private Statement delete(Plan.Delete delete) {
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
    sql.add(
        columns.stream()
            .map(column -> Identifier.quoted(column.name()) + " " + sent(column.type()))
            .collect(Collectors.joining(", ")));
    sql.add(")");
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
            .map(column -> "'" + column.name().replace("'", "''") + "', " + column.defaultSql())
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
      return page(sql, node);
    }
    List<ResultColumn> columns = new ArrayList<>();
    List<Output> outputs = returning.node().map(Node::outputs).orElse(List.of());
    if (!outputs.isEmpty()) {
      columns.addAll(columnsOf(outputs));
      sql.add(" returning ");
      outputs(sql, outputs);
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

  private void outputs(SqlText sql, List<Output> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      output(sql, outputs.get(i));
    }
  }

  /**
   * A column so that the lane can write it: as it is, as text, or as JSON that PostgreSQL makes.
   */
  private void output(SqlText sql, Output output) {
    switch (json(output)) {
      case PLAIN -> NodeRenderer.value(sql, output.value(), false);
      case NUMBER, TEXT, JSON -> {
        NodeRenderer.value(sql.add("("), output.value(), false);
        sql.add(")::text");
      }
      case BUILT -> {
        NodeRenderer.value(sql.add("to_json("), output.value(), false);
        sql.add(")::text");
      }
    }
  }

  /** PostgreSQL itself tells times in another zone than its session had when it began. */
  private Json json(Output output) {
    return zoned && output.type().sql().equals(WITH_ZONE) ? Json.BUILT : output.type().json();
  }

  private List<ResultColumn> resultColumns(Node node) {
    if (accept.handler() != null) {
      return List.of(new ResultColumn("rows", Use.KEY), new ResultColumn("body", Use.RAW));
    }
    if (accept.lines()) {
      return List.of(new ResultColumn("line", Use.LINE));
    }
    return accept.stripped()
        ? List.of(new ResultColumn("row", Use.ITEM))
        : Stream.concat(
                columnsOf(node.outputs()).stream(),
                keys.stream().map(_ -> new ResultColumn("key", Use.KEY)))
            .toList();
  }

  private List<ResultColumn> columnsOf(List<Output> outputs) {
    return outputs.stream().map(output -> new ResultColumn(output.name(), use(output))).toList();
  }

  private Use use(Output output) {
    return switch (json(output)) {
      case PLAIN, TEXT -> Use.VALUE;
      case NUMBER -> Use.NUMBER;
      case JSON, BUILT -> Use.JSON;
    };
  }

  private static String names(List<Column> columns, String prefix) {
    return columns.stream()
        .map(column -> prefix + Identifier.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }
}
