package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Arguments;
import io.twinlane.gateway.rest.Plan.Embed;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.From;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.gateway.rest.Plan.Sort;
import io.twinlane.gateway.rest.Plan.Value;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Routine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders the rows of a node as PostgreSQL's own values, those related to them as JSON beside them:
 * each related relation is a lateral join of one row.
 */
final class NodeRenderer {

  private static final String JOINED = " left join lateral (select ";

  private NodeRenderer() {}

  /** The whole node, as a query. */
  static void query(SqlText sql, Node node) {
    sql.add("select ");
    outputs(sql, node, "");
    page(sql, node);
  }

  /** Which rows of what, as stands behind the columns of a query. */
  static void page(SqlText sql, Node node) {
    from(sql, node);
    joins(sql, node.embeds());
    sql.where(node.filters());
    grouped(sql, node);
    window(sql, node);
  }

  /** The outputs by their names, or by their numbers after a prefix. */
  static void outputs(SqlText sql, Node node, String numbered) {
    for (int i = 0; i < node.outputs().size(); i++) {
      Output output = node.outputs().get(i);
      sql.add(i == 0 ? "" : ", ");
      value(sql, output.value(), node.aggregates());
      sql.add(" as ").add(numbered.isEmpty() ? Identifier.quoted(output.name()) : numbered + i);
    }
  }

  /** A value as PostgreSQL has it; JSON that is grouped by must be comparable. */
  static void value(SqlText sql, Value value, boolean grouped) {
    switch (value) {
      case Value.Of(var expression, var cast) -> {
        sql.expression(expression);
        cast.ifPresent(type -> sql.add("::").add(type.declared()));
      }
      case Value.Written(var expression, String function) ->
          sql.add(function).add("(").expression(expression).add(grouped ? ")::jsonb" : ")");
      case Value.Aggregate(var function, var of, var cast) -> {
        sql.add(function.sql()).add("(");
        of.ifPresentOrElse(inner -> value(sql, inner, false), () -> sql.add("*"));
        sql.add(")");
        cast.ifPresent(type -> sql.add("::").add(type.declared()));
      }
      case Value.Embedded(int embed, boolean many) ->
          sql.add(many ? "coalesce(" : "")
              .add(SqlText.embed(embed))
              .add(many ? ".j, '[]')" : ".j")
              .add(grouped ? "::jsonb" : "");
      case Value.Spread(int embed, int place, boolean many) ->
          sql.add(many ? "coalesce(" : "")
              .add(SqlText.embed(embed) + ".s" + place)
              .add(many ? ", '[]')" : "")
              .add(many && grouped ? "::jsonb" : "");
    }
  }

  static void from(SqlText sql, Node node) {
    String row = SqlText.row(node.number());
    sql.add(" from ");
    switch (node.from()) {
      case From.Table(var relation) -> sql.relation(relation, row);
      case From.Written _ -> sql.add("_w as ").add(row);
      case From.Result(var routine, var arguments) -> {
        source(sql, arguments);
        call(sql, routine, arguments);
        sql.add(" as ").add(row);
        named(sql, routine);
      }
      case From.Computed(var routine, int parent) -> {
        sql.name(routine.schema(), routine.name());
        sql.add("(").add(SqlText.row(parent)).add(") as ").add(row);
      }
    }
  }

  /** A function of the type record is told the names of its columns by its own parameters. */
  private static void named(SqlText sql, Routine routine) {
    if (routine.returns().relation() == null && routine.returns().columns().size() == 1) {
      sql.add("(").add(Identifier.quoted(routine.returns().columns().getFirst().name())).add(")");
    }
  }

  /** The object that arguments are keys of, as a row before the function. */
  static void source(SqlText sql, Arguments arguments) {
    if (arguments instanceof Arguments.Keyed(var parameters, var body) && !parameters.isEmpty()) {
      sql.add("(select * from ");
      sql.add(body.array() ? "json_to_recordset(" : "json_to_record(").value(body.json());
      sql.add("::json) as _b(");
      sql.add(
          parameters.stream()
              .map(parameter ->
                  Identifier.quoted(parameter.name()) + " " + parameter.type().declared())
              .collect(Collectors.joining(", ")));
      sql.add(") limit 1) as _a, lateral ");
    }
  }

  static void call(SqlText sql, Routine routine, Arguments arguments) {
    sql.name(routine.schema(), routine.name()).add("(");
    switch (arguments) {
      case Arguments.Named(var parameters, var values) -> {
        for (int i = 0; i < parameters.size(); i++) {
          Routine.Parameter parameter = parameters.get(i);
          sql.add(i == 0 ? "" : ", ").add(parameter.variadic() ? "variadic " : "");
          sql.add(Identifier.quoted(parameter.name())).add(" => ");
          sql.value(
              parameter.variadic()
                  ? SqlText.arrayLiteral(values.get(i))
                  : values.get(i).getFirst());
          sql.add("::").add(parameter.type().declared());
        }
      }
      case Arguments.Keyed(var parameters, _) -> {
        for (int i = 0; i < parameters.size(); i++) {
          Routine.Parameter parameter = parameters.get(i);
          String name = Identifier.quoted(parameter.name());
          sql.add(i == 0 ? "" : ", ").add(parameter.variadic() ? "variadic " : "");
          sql.add(name).add(" => _a.").add(name);
        }
      }
      case Arguments.Whole(var parameter, var body) ->
          sql.value(body).add("::").add(parameter.type().declared());
    }
    sql.add(")");
  }

  /** Joins what is related, each as one row. */
  static void joins(SqlText sql, List<Embed> embeds) {
    for (Embed embed : embeds) {
      sql.add(JOINED);
      if (embed.many()) {
        many(sql, embed);
      } else {
        one(sql, embed);
      }
      sql.add(") as ").add(SqlText.embed(embed.node().number())).add(" on true");
    }
  }

  private static void many(SqlText sql, Embed embed) {
    Node node = embed.node();
    if (embed.spread()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        sql.add("json_agg(_r.s" + i + ") as s" + i + ", ");
      }
    } else if (!node.outputs().isEmpty()) {
      sql.add("json_agg(_r) as j, ");
    }
    sql.add("nullif(count(*), 0) as p from (select ");
    outputs(sql, node, embed.spread() ? "s" : "");
    rows(sql, embed);
    grouped(sql, node);
    window(sql, node);
    sql.add(") as _r");
  }

  private static void one(SqlText sql, Embed embed) {
    Node node = embed.node();
    if (embed.spread()) {
      outputs(sql, node, "s");
      sql.add(node.outputs().isEmpty() ? "" : ", ");
    } else if (node.aggregates()) {
      sql.add("row_to_json(_r) as j, true as p from (select ");
      outputs(sql, node, "");
      rows(sql, embed);
      grouped(sql, node);
      sql.add(") as _r");
      return;
    } else if (!node.outputs().isEmpty()) {
      sql.add("(select row_to_json(_r) from (select ");
      outputs(sql, node, "");
      sql.add(") as _r) as j, ");
    }
    for (int i = 0; i < node.exposed().size(); i++) {
      sql.expression(node.exposed().get(i)).add(" as o" + i + ", ");
    }
    sql.add("true as p");
    rows(sql, embed);
    if (embed.spread()) {
      grouped(sql, node);
    }
    window(sql, node);
  }

  /** The rows that belong to the row around them. */
  private static void rows(SqlText sql, Embed embed) {
    Node node = embed.node();
    from(sql, node);
    joins(sql, node.embeds());
    if (embed.link().isEmpty()) {
      sql.where(node.filters());
      return;
    }
    Relationship way = embed.link().get();
    Relationship.Junction junction = way.junction();
    String row = SqlText.row(node.number());
    String around = SqlText.row(embed.parent());
    if (junction == null) {
      sql.add(" where ").add(equal(row, way.foreignColumns(), around, way.columns()));
    } else {
      String between = "_x" + node.number();
      sql.add(" cross join ").name(junction.schema(), junction.table()).add(" as " + between);
      sql.add(" where ").add(equal(between, way.foreignColumns(), around, way.columns()));
      sql.add(" and ").add(equal(row, junction.foreignColumns(), between, junction.columns()));
    }
    sql.filters(" and ", node.filters());
  }

  private static String equal(
      String left, List<String> columns, String right, List<String> others) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      pairs.add(
          "%s.%s = %s.%s"
              .formatted(
                  left,
                  Identifier.quoted(columns.get(i)),
                  right,
                  Identifier.quoted(others.get(i))));
    }
    return String.join(" and ", pairs);
  }

  /** By place, since an expression with a parameter is not known again. */
  private static void grouped(SqlText sql, Node node) {
    if (!node.aggregates()) {
      return;
    }
    List<String> places = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!(node.outputs().get(i).value() instanceof Value.Aggregate)) {
        places.add(Integer.toString(i + 1));
      }
    }
    sql.add(places.isEmpty() ? "" : " group by " + String.join(", ", places));
  }

  static void window(SqlText sql, Node node) {
    String before = " order by ";
    for (Sort sort : node.order()) {
      sql.add(before).expression(sort.expression());
      sql.add(sort.direction().sql()).add(sort.nulls().sql());
      before = ", ";
    }
    Window window = node.window();
    if (window.limit().isPresent()) {
      sql.add(" limit ").rowsAtMost(window.limit().getAsLong());
    }
    if (window.offset() > 0) {
      sql.add(" offset ").value(window.offset());
    }
  }

  /** Those that a filter asks about; the others change no row's presence. */
  static List<Embed> asked(Node node) {
    Set<Embed> asked = new HashSet<>();
    node.filters().forEach(filter -> collect(filter, asked));
    return node.embeds().stream().filter(asked::contains).toList();
  }

  private static void collect(Filter filter, Set<Embed> into) {
    switch (filter) {
      case Filter.Presence(_, var embed) -> into.add(embed);
      case Filter.Group(_, _, var parts) -> parts.forEach(part -> collect(part, into));
      case Filter.Test _ -> {
        // asks about the row itself
      }
    }
  }
}
