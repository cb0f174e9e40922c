package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Counting;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.gateway.rest.Plan.Returning;
import io.twinlane.gateway.rest.Plan.Sort;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The third step: a {@link Plan} to statements. Pure.
 *
 * <p>It is one statement; where PostgreSQL's guess of the rows is wanted, an EXPLAIN stands before
 * it.
 */
final class SqlRenderer {

  private static final String BODY = "_j";

  private SqlRenderer() {}

  static List<Statement> render(Plan plan) {
    return switch (plan) {
      case Plan.Read read -> read(read);
      case Plan.Insert insert -> List.of(insert(insert));
      case Plan.Update update -> List.of(update(update));
      case Plan.Delete delete -> List.of(delete(delete));
      case Plan.Nothing _ -> List.of();
    };
  }

  private static List<Statement> read(Plan.Read read) {
    return switch (read.page().counting().kind()) {
      case NONE, PAGE -> List.of(page(read));
      case EXACT -> List.of(pageAndTotal(read));
      case PLANNED -> List.of(explained(read), page(read));
      case ESTIMATED -> List.of(explained(read), pageAndTotal(read));
    };
  }

  private static Statement page(Plan.Read read) {
    SqlText sql = new SqlText().add("select ");
    outputs(sql, read.outputs());
    rows(sql, read);
    return new Statement(sql.toString(), sql.parameters(), columns(read.outputs()));
  }

  /** The total stands in a row of its own if the page has none. */
  private static Statement pageAndTotal(Plan.Read read) {
    SqlText sql = new SqlText().add("with page as (select true");
    for (Output output : read.outputs()) {
      sql.add(", ");
      output(sql, output);
    }
    rows(sql, read);
    sql.add("), total as (select count(*) as n from (select from ").relation(read.relation());
    sql.where(read.filters());
    Counting counting = read.page().counting();
    if (counting.kind() == Counting.Kind.ESTIMATED) {
      sql.add(" limit ").value(counting.countedMax() + 1);
    }
    sql.add(") as counted) select total.n, page.* from total left join page on true");
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(ResultColumn.total());
    columns.add(ResultColumn.present());
    columns.addAll(columns(read.outputs()));
    return new Statement(sql.toString(), sql.parameters(), columns);
  }

  /** What PostgreSQL guesses of the rows without limit and offset. */
  private static Statement explained(Plan.Read read) {
    SqlText sql = new SqlText().add("explain select from ").relation(read.relation());
    sql.where(read.filters());
    return new Statement(
        sql.toString(), sql.parameters(), List.of(new ResultColumn("plan", Use.VALUE)));
  }

  private static void rows(SqlText sql, Plan.Read read) {
    sql.add(" from ").relation(read.relation()).where(read.filters());
    String before = " order by ";
    for (Sort sort : read.order()) {
      sql.add(before).expression(sort.expression());
      sql.add(sort.direction().sql()).add(sort.nulls().sql());
      before = ", ";
    }
    Window window = read.page().window();
    if (window.limit().isPresent()) {
      sql.add(" limit ").value(window.limit().getAsLong());
    }
    if (window.offset() > 0) {
      sql.add(" offset ").value(window.offset());
    }
  }

  private static Statement insert(Plan.Insert insert) {
    SqlText sql = new SqlText().add("insert into ").relation(insert.relation());
    if (insert.columns().isEmpty()) {
      sql.add(" default values");
    } else {
      sql.add(" (").add(names(insert.columns(), "")).add(") select ");
      sql.add(names(insert.columns(), BODY + ".")).add(" from ");
      body(sql, insert.columns(), insert.body());
    }
    return returning(sql, insert.relation(), insert.returning());
  }

  private static Statement update(Plan.Update update) {
    SqlText sql = new SqlText().add("update ").relation(update.relation()).add(" set ");
    sql.add(
        update.columns().stream()
            .map(column -> Identifier.quoted(column.name()))
            .map(name -> name + " = " + BODY + "." + name)
            .collect(Collectors.joining(", ")));
    sql.add(" from (select * from ");
    body(sql, update.columns(), update.body());
    sql.add(" limit 1) as " + BODY).where(update.filters());
    return returning(sql, update.relation(), update.returning());
  }

  private static Statement delete(Plan.Delete delete) {
    SqlText sql = new SqlText().add("delete from ").relation(delete.relation());
    sql.where(delete.filters());
    return returning(sql, delete.relation(), delete.returning());
  }

  /** The body as rows, each value read by the input function of its column's type. */
  private static void body(SqlText sql, List<Column> columns, RowsBody body) {
    sql.add(body.array() ? "json_to_recordset(" : "json_to_record(").value(body.json());
    sql.add("::json) as " + BODY + "(");
    sql.add(
        columns.stream()
            .map(column -> Identifier.quoted(column.name()) + " " + column.type().declared())
            .collect(Collectors.joining(", ")));
    sql.add(")");
  }

  private static Statement returning(SqlText sql, Relation relation, Returning returning) {
    List<ResultColumn> columns = new ArrayList<>(columns(returning.outputs()));
    if (!returning.outputs().isEmpty()) {
      sql.add(" returning ");
      outputs(sql, returning.outputs());
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

  private static void outputs(SqlText sql, List<Output> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      output(sql, outputs.get(i));
    }
  }

  /**
   * A column so that the lane can write it: as it is, as text, or as JSON that PostgreSQL makes.
   */
  private static void output(SqlText sql, Output output) {
    switch (output.type().json()) {
      case PLAIN -> cast(sql, output);
      case NUMBER, TEXT, JSON -> {
        cast(sql.add("("), output);
        sql.add(")::text");
      }
      case BUILT -> {
        cast(sql.add("to_json("), output);
        sql.add(")::text");
      }
    }
  }

  private static void cast(SqlText sql, Output output) {
    sql.expression(output.expression());
    output.cast().ifPresent(type -> sql.add("::").add(type.declared()));
  }

  private static List<ResultColumn> columns(List<Output> outputs) {
    return outputs.stream().map(output -> new ResultColumn(output.name(), use(output))).toList();
  }

  private static Use use(Output output) {
    return switch (output.type().json()) {
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
