package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Counting;
import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.gateway.rest.Plan.Page;
import io.twinlane.gateway.rest.Plan.Returning;
import io.twinlane.gateway.rest.Plan.Sort;
import io.twinlane.gateway.rest.Preferences.Count;
import io.twinlane.gateway.rest.Preferences.Returned;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The second step: a {@link RestRequest} and the catalog to a {@link Plan}. Pure. */
final class Planner {

  private static final ColumnType TEXT = new ColumnType("text", "text", Json.PLAIN);
  private static final ColumnType JSON = new ColumnType("json", "json", Json.JSON);
  private static final ColumnType JSONB = new ColumnType("jsonb", "jsonb", Json.JSON);

  private final Catalog catalog;
  private final Relation relation;

  private Planner(Catalog catalog, Relation relation) {
    this.catalog = catalog;
    this.relation = relation;
  }

  /**
   * Finds every name of the request in the catalog.
   *
   * @throws RestException with the problem to answer, if one is not there
   */
  static Plan plan(RestRequest request, Catalog catalog, OptionalLong rowsMax) {
    Relation relation =
        catalog
            .relation(request.schema(), request.table())
            .orElseThrow(() -> unknownTable(request, catalog));
    Planner planner = new Planner(catalog, relation);
    return switch (request.verb()) {
      case READ -> planner.read(request, rowsMax);
      case INSERT -> planner.insert(request, request.body().orElseThrow());
      case UPDATE -> planner.update(request, request.body().orElseThrow());
      case DELETE ->
          new Plan.Delete(
              relation, planner.filters(request.query().where()), planner.returning(request));
    };
  }

  private Plan read(RestRequest request, OptionalLong rowsMax) {
    Query query = request.query();
    Window window = query.window().capped(rowsMax);
    return new Plan.Read(
        relation,
        outputs(query.select()),
        filters(query.where()),
        query.order().stream()
            .map(term -> new Sort(expression(term.field()), term.direction(), term.nulls()))
            .toList(),
        new Page(window, counting(request.terms().preferences().count(), window, rowsMax)));
  }

  private static Counting counting(Optional<Count> asked, Window window, OptionalLong rowsMax) {
    if (asked.isEmpty()) {
      return new Counting(Counting.Kind.NONE, 0);
    }
    Counting exact =
        new Counting(window.all() ? Counting.Kind.PAGE : Counting.Kind.EXACT, Long.MAX_VALUE);
    return switch (asked.get()) {
      case EXACT -> exact;
      case PLANNED -> new Counting(Counting.Kind.PLANNED, 0);
      case ESTIMATED ->
          rowsMax.isEmpty() ? exact : new Counting(Counting.Kind.ESTIMATED, rowsMax.getAsLong());
    };
  }

  private Plan insert(RestRequest request, RowsBody body) {
    if (body.rows() == 0) {
      return new Plan.Nothing(relation);
    }
    if (request.query().columns().isEmpty() && !body.uniform()) {
      throw new RestException(Problem.body("All object keys must match"));
    }
    List<Column> columns = columnsOfBody(request, body);
    if (columns.isEmpty() && body.rows() > 1) {
      throw new RestException(
          Problem.body("Several rows of nothing but defaults must be sent one by one"));
    }
    return new Plan.Insert(relation, columns, body, returning(request));
  }

  private Plan update(RestRequest request, RowsBody body) {
    List<Column> columns = columnsOfBody(request, body);
    if (columns.isEmpty()) {
      return new Plan.Nothing(relation);
    }
    return new Plan.Update(
        relation, columns, body, filters(request.query().where()), returning(request));
  }

  private List<Column> columnsOfBody(RestRequest request, RowsBody body) {
    return request.query().columns().orElse(body.keys()).stream()
        .map(name ->
            relation
                .column(name)
                .orElseThrow(
                    () -> new RestException(Problem.unknownColumnInBody(name, relation.name()))))
        .toList();
  }

  private Returning returning(RestRequest request) {
    Returned returned = request.terms().preferences().returned().orElse(Returned.MINIMAL);
    return switch (returned) {
      case REPRESENTATION -> new Returning(outputs(request.query().select()), false);
      case HEADERS_ONLY -> new Returning(List.of(), request.verb() == Verb.INSERT);
      case MINIMAL -> new Returning(List.of(), false);
    };
  }

  private List<Output> outputs(List<SelectItem> items) {
    List<Output> outputs = new ArrayList<>();
    for (SelectItem item : items) {
      switch (item) {
        case SelectItem.All() -> relation.columns().forEach(column -> outputs.add(output(column)));
        case SelectItem.One one ->
            outputs.add(
                new Output(
                    one.nameInAnswer(), expression(one.field()), one.cast().map(this::type)));
      }
    }
    return outputs;
  }

  private static Output output(Column column) {
    return new Output(
        column.name(), new Expression(column, List.of(), column.type()), Optional.empty());
  }

  private List<Filter> filters(List<Condition> conditions) {
    return conditions.stream().map(this::filter).toList();
  }

  private Filter filter(Condition condition) {
    return switch (condition) {
      case Condition.Comparison(var negated, var field, var operator, var values) ->
          new Filter.Test(negated, compared(expression(field), operator, values), operator, values);
      case Condition.Group(var negated, var join, var parts) ->
          new Filter.Group(negated, join, filters(parts));
    };
  }

  /** PostgreSQL would say the same; the driver would prepare such a statement twice. */
  private Expression compared(Expression expression, Operator operator, List<String> values) {
    boolean truth =
        operator == Operator.IS
            && !values.getFirst().equals("null")
            && !values.getFirst().equals("not_null");
    if (truth && !expression.type().sql().equals("boolean")) {
      throw new RestException(Problem.notBoolean(values.getFirst(), expression.type().sql()));
    }
    return expression;
  }

  private Expression expression(Field field) {
    Column column =
        relation
            .column(field.name())
            .orElseThrow(() ->
                new RestException(
                    Problem.unknownColumn(
                        relation.name(), field.name(), columnHint(field.name()))));
    if (field.path().isEmpty()) {
      return new Expression(column, List.of(), column.type());
    }
    ColumnType type =
        field.path().getLast().asText() ? TEXT : column.type().sql().equals("json") ? JSON : JSONB;
    return new Expression(column, field.path(), type);
  }

  private ColumnType type(String name) {
    return catalog.type(name).orElseThrow(() -> new RestException(Problem.unknownType(name)));
  }

  private @Nullable String columnHint(String wanted) {
    return Similar.to(wanted, relation.columns().stream().map(Column::name).toList())
        .map(name -> "Perhaps you meant the column '%s'".formatted(name))
        .orElse(null);
  }

  private static RestException unknownTable(RestRequest request, Catalog catalog) {
    List<String> names =
        List.copyOf(catalog.schemas().getOrDefault(request.schema(), Map.of()).keySet());
    String hint =
        Similar.to(request.table(), names)
            .map(name -> "Perhaps you meant the table '%s.%s'".formatted(request.schema(), name))
            .orElse(null);
    return new RestException(Problem.unknownTable(request.schema(), request.table(), hint));
  }
}
