package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Counting;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.MediaHandler;
import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The third step: a {@link Plan} to statements. Pure.
 *
 * <p>It is one statement; where PostgreSQL's guess of the rows is wanted, an EXPLAIN stands before
 * it.
 */
final class SqlRenderer {

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

  /** The same, which also asks for the place of rows, where they are not made into one body. */
  private SqlRenderer keyed(Node node) {
    boolean row = byColumn() || accept.csv() || accept.stripped();
    return row && !node.outputs().isEmpty() ? new SqlRenderer(accept, zoned, node.order()) : this;
  }

  /** Whether no row is made into one text. */
  private boolean byColumn() {
    return accept.handler() == null && !accept.lines() && !accept.stripped();
  }

  /** The statements, for an answer of such a shape. */
  static List<Statement> render(Plan plan, Shape shape) {
    SqlRenderer renderer = new SqlRenderer(shape.accept(), shape.zoned(), List.of());
    WriteRenderer writes = new WriteRenderer(renderer, shape.accept());
    return switch (plan) {
      case Plan.Read(var node, var counting, var keyset) ->
          (keyset ? renderer.keyed(node) : renderer).rows(node, counting);
      case Plan.Invoke(var node, var call, var counting) ->
          call.routine().returns().kind() == Routine.Kind.ROW
              ? renderer.rows(node, counting)
              : List.of(renderer.values(node, counting));
      case Plan.Insert insert ->
          insert.children().isEmpty() ? List.of(writes.insert(insert)) : writes.nested(insert);
      case Plan.Update update -> List.of(writes.update(update));
      case Plan.Delete delete -> List.of(writes.delete(delete));
      case Plan.Nothing _ -> List.of();
    };
  }

  private List<Statement> rows(Node node, Counting counting) {
    return switch (counting.kind()) {
      case NONE, PAGE -> List.of(onlyPage(node));
      case EXACT -> List.of(pageAndTotal(node, counting));
      case PLANNED -> List.of(explained(node), page(new SqlText(), node));
      case ESTIMATED -> List.of(explained(node), pageAndTotal(node, counting));
    };
  }

  private Statement onlyPage(Node node) {
    SqlText sql = new SqlText();
    Statement page = page(sql, node);
    return byColumn() ? KeyLookups.marked(page, node, sql.lastValue()) : page;
  }

  Statement page(SqlText sql, Node node) {
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
  void columns(SqlText sql, Node node, String before) {
    if (accept.handler() != null) {
      sql.add("select ").add(before);
      handled(sql, node, accept.handler());
      return;
    }
    sql.add("select ").add(before);
    if (!byColumn()) {
      new RowTexts(accept, keys).columns(sql, node);
      return;
    }
    if (node.aggregates()) {
      grouped(sql, node);
      return;
    }
    outputs(sql, node.outputs());
    keys.forEach(key -> sql.add(", (").expression(key.expression()).add(")::text"));
    NodeRenderer.page(sql, node);
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

  void outputs(SqlText sql, List<Output> outputs) {
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

  List<ResultColumn> resultColumns(Node node) {
    if (accept.handler() != null) {
      return List.of(new ResultColumn("rows", Use.KEY), new ResultColumn("body", Use.RAW));
    }
    List<ResultColumn> row =
        accept.lines()
            ? List.of(new ResultColumn("line", Use.LINE))
            : accept.stripped()
                ? List.of(new ResultColumn("row", Use.ITEM))
                : columnsOf(node.outputs());
    return Stream.concat(row.stream(), keys.stream().map(_ -> new ResultColumn("key", Use.KEY)))
        .toList();
  }

  List<ResultColumn> columnsOf(List<Output> outputs) {
    return outputs.stream().map(output -> new ResultColumn(output.name(), use(output))).toList();
  }

  private Use use(Output output) {
    return switch (json(output)) {
      case PLAIN, TEXT -> Use.VALUE;
      case NUMBER -> Use.NUMBER;
      case JSON, BUILT -> Use.JSON;
    };
  }
}
