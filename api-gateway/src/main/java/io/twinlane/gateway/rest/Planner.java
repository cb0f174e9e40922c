package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Conflict;
import io.twinlane.gateway.rest.Plan.Counting;
import io.twinlane.gateway.rest.Plan.From;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Returning;
import io.twinlane.gateway.rest.Preferences.Count;
import io.twinlane.gateway.rest.Preferences.Resolution;
import io.twinlane.gateway.rest.Preferences.Returned;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The second step: a {@link RestRequest} and the catalog to a {@link Plan}. Pure. */
final class Planner {

  private final RestRequest request;
  private final Names.Limits limits;
  private final Names names;

  private Planner(RestRequest request, Catalog catalog, Names.Limits limits) {
    this.request = request;
    this.limits = limits;
    this.names = new Names(catalog, limits);
  }

  /**
   * Finds every name of the request in the catalog.
   *
   * @throws RestException with the problem to answer, if one is not there
   */
  static Plan plan(RestRequest request, Catalog catalog, Names.Limits limits) {
    Planner planner = new Planner(request, catalog, limits);
    return switch (request.verb()) {
      case CALL -> planner.invoke(Routines.find(request, catalog));
      case READ -> planner.read(planner.relation(catalog));
      case INSERT, PUT -> planner.insert(planner.relation(catalog), planner.body());
      case UPDATE -> planner.update(planner.relation(catalog), planner.body());
      case DELETE -> {
        Relation relation = planner.relation(catalog);
        yield new Plan.Delete(relation, planner.filters(relation), planner.returning(relation));
      }
    };
  }

  private Relation relation(Catalog catalog) {
    return catalog
        .relation(request.schema(), request.table())
        .orElseThrow(() -> unknownTable(request, catalog));
  }

  private RowsBody body() {
    return request.body().orElseThrow();
  }

  private Plan read(Relation relation) {
    boolean keyset = request.terms().preferences().keyset();
    Query query = keyset ? Cursor.applied(request.query(), relation) : request.query();
    Node node =
        new NodePlanner(names, Rows.of(relation), query)
            .root(new From.Table(relation), query.select());
    return new Plan.Read(node, counting(node), keyset && !node.aggregates());
  }

  private Plan invoke(Routines.Choice choice) {
    Routine routine = choice.routine();
    From.Result from = new From.Result(routine, choice.arguments());
    if (routine.returns().kind() == Routine.Kind.ROW) {
      Node node =
          new NodePlanner(names, Rows.of(routine, names.catalog()), request.query())
              .root(from, request.query().select());
      return new Plan.Invoke(node, from, counting(node));
    }
    Node node =
        new Node(
            names.next(),
            from,
            List.of(),
            List.of(),
            List.of(),
            request.query().root().window().capped(names.rowsMax()),
            List.of(),
            List.of());
    return new Plan.Invoke(node, from, counting(node));
  }

  private Counting counting(Node node) {
    Optional<Count> asked = request.terms().preferences().count();
    if (asked.isEmpty()) {
      return new Counting(Counting.Kind.NONE, 0);
    }
    Counting exact =
        new Counting(
            node.window().all() ? Counting.Kind.PAGE : Counting.Kind.EXACT, Long.MAX_VALUE);
    OptionalLong rowsMax = names.rowsMax();
    return switch (asked.get()) {
      case EXACT -> exact;
      case PLANNED -> new Counting(Counting.Kind.PLANNED, 0);
      case ESTIMATED ->
          rowsMax.isEmpty() ? exact : new Counting(Counting.Kind.ESTIMATED, rowsMax.getAsLong());
    };
  }

  private Plan insert(Relation relation, RowsBody body) {
    boolean put = request.verb() == Verb.PUT;
    List<Plan.KeyValue> key = put ? Puts.key(request, relation, body) : List.of();
    if (body.rows() == 0) {
      return new Plan.Nothing(relation);
    }
    List<Plan.Child> children = children(relation, body);
    if (request.query().columns().isEmpty() && !body.uniform()) {
      throw new RestException(Problem.body("All object keys must match"));
    }
    Set<String> inside = children.stream().map(Plan.Child::key).collect(Collectors.toSet());
    List<Column> columns = columnsOfBody(relation, body, inside);
    if (columns.isEmpty() && children.isEmpty() && body.rows() > 1) {
      throw new RestException(
          Problem.body("Several rows of nothing but defaults must be sent one by one"));
    }
    return new Plan.Insert(
        relation,
        columns,
        body,
        request.terms().preferences().missingDefault(),
        put ? new Conflict(Conflict.Outcome.MERGED, relation.primaryKey()) : conflict(relation),
        key,
        children,
        returning(relation));
  }

  private List<Plan.Child> children(Relation relation, RowsBody body) {
    if (!request.terms().preferences().nested() || !body.fromJson()) {
      return List.of();
    }
    List<Plan.Child> children = Children.of(body, relation, names.catalog());
    boolean plain =
        request.verb() == Verb.INSERT
            && request.query().columns().isEmpty()
            && request.terms().preferences().resolution().isEmpty()
            && !relation.primaryKey().isEmpty();
    if (!children.isEmpty() && !plain) {
      throw new RestException(
          Problem.header(
              "Prefer: nested=insert",
              "of a POST without columns and resolution, for a relation with a primary key"));
    }
    return children;
  }

  /** Without columns by which rows count as the same, there is nothing to resolve. */
  private Conflict conflict(Relation relation) {
    Optional<Resolution> resolution = request.terms().preferences().resolution();
    List<String> columns = request.query().onConflict().orElse(relation.primaryKey());
    if (resolution.isEmpty() || columns.isEmpty()) {
      return Conflict.FAILS;
    }
    columns.forEach(name -> column(relation, name));
    return new Conflict(
        switch (resolution.get()) {
          case MERGE_DUPLICATES -> Conflict.Outcome.MERGED;
          case IGNORE_DUPLICATES -> Conflict.Outcome.IGNORED;
        },
        columns);
  }

  private Plan update(Relation relation, RowsBody body) {
    List<Column> columns = columnsOfBody(relation, body);
    if (columns.isEmpty() || body.rows() == 0) {
      return new Plan.Nothing(relation);
    }
    return new Plan.Update(
        relation,
        columns,
        body,
        request.terms().preferences().missingDefault(),
        filters(relation),
        returning(relation));
  }

  /** With a count of nodes of their own, as they stand where the outermost node is the relation. */
  private List<Plan.Filter> filters(Relation relation) {
    return new NodePlanner(new Names(names.catalog(), limits), Rows.of(relation), request.query())
        .filters();
  }

  private List<Column> columnsOfBody(Relation relation, RowsBody body) {
    return columnsOfBody(relation, body, Set.of());
  }

  private List<Column> columnsOfBody(Relation relation, RowsBody body, Set<String> others) {
    return request.query().columns().orElse(body.keys()).stream()
        .filter(name -> !others.contains(name))
        .map(name -> column(relation, name))
        .toList();
  }

  private static Column column(Relation relation, String name) {
    return relation
        .column(name)
        .orElseThrow(
            () -> new RestException(NameProblem.unknownColumnInBody(name, relation.name())));
  }

  /** The rows that were written are all there are: filters and window were the write's. */
  private Returning returning(Relation relation) {
    Returned returned = request.terms().preferences().returned().orElse(Returned.MINIMAL);
    return switch (returned) {
      case REPRESENTATION -> new Returning(Optional.of(written(relation)), false);
      case HEADERS_ONLY -> new Returning(Optional.empty(), request.verb() == Verb.INSERT);
      case MINIMAL -> new Returning(Optional.empty(), false);
    };
  }

  private Node written(Relation relation) {
    Query query = request.query();
    Query rows = query.ofRoot(new Query.Part(List.of(), query.root().order(), Window.ALL));
    return new NodePlanner(names, Rows.of(relation), rows)
        .root(new From.Written(relation), query.select());
  }

  private static RestException unknownTable(RestRequest request, Catalog catalog) {
    List<String> known =
        List.copyOf(catalog.schemas().getOrDefault(request.schema(), Map.of()).keySet());
    String hint =
        Similar.to(request.table(), known, Similar.VERY)
            .map(name -> "Perhaps you meant the table '%s.%s'".formatted(request.schema(), name))
            .orElse(null);
    return new RestException(NameProblem.unknownTable(request.schema(), request.table(), hint));
  }
}
