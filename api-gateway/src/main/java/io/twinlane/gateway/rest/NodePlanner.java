package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Comparison;
import io.twinlane.gateway.rest.Plan.Embed;
import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.From;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Output;
import io.twinlane.gateway.rest.Plan.Ref;
import io.twinlane.gateway.rest.Plan.Sort;
import io.twinlane.gateway.rest.Plan.Value;
import io.twinlane.gateway.rest.SelectItem.Function;
import io.twinlane.gateway.rest.SelectItem.Related;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.ColumnType.Representation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Plans the rows of one relation, and of those related to it, each by a planner of its own. */
final class NodePlanner {

  private static final ColumnType JSON = new ColumnType("json", "json", Json.JSON);
  private static final ColumnType BUILT = new ColumnType("json", "json", Json.BUILT);
  private static final ColumnType COUNT = new ColumnType("bigint", "bigint", Json.PLAIN);

  private final Names names;
  private final int number;
  private final Rows rows;
  private final Query query;
  private final List<String> path;
  private final Map<Related, Ways.Target> targets = new LinkedHashMap<>();
  private final Map<Related, NodePlanner> related = new LinkedHashMap<>();
  private final Map<Related, Embed> embeds = new LinkedHashMap<>();
  private final List<Expression> exposed = new ArrayList<>();

  NodePlanner(Names names, Rows rows, Query query) {
    this(names, rows, query, List.of());
  }

  private NodePlanner(Names names, Rows rows, Query query, List<String> path) {
    this.names = names;
    this.number = names.next();
    this.rows = rows;
    this.query = query;
    this.path = path;
  }

  /** The outermost node. */
  Node root(From from, List<SelectItem> select) {
    checkPaths(select);
    return node(from, select, false);
  }

  /** Filters alone, for a write that has them of its own. */
  List<Filter> filters() {
    return filters(query.part(path).where());
  }

  private Node node(From from, List<SelectItem> select, boolean hoists) {
    for (SelectItem item : select) {
      if (item instanceof Related one) {
        Ways.Target target = names.ways().target(rows, one.target(), one.hint());
        targets.put(one, target);
        related.put(one, new NodePlanner(names, target.rows(names.catalog()), query, longer(one)));
      }
    }
    targets.forEach((item, target) ->
        embeds.put(item, Objects.requireNonNull(related.get(item)).embed(item, target, number)));
    // after the related relations, since their columns may be sorted by; they expose more as it
    // goes
    List<Sort> order = query.part(path).order().stream().map(term -> sort(term, select)).toList();
    List<Output> outputs = outputs(select, hoists);
    List<Filter> filters = new ArrayList<>(filters());
    embeds.values().stream()
        .filter(Embed::inner)
        .forEach(embed -> filters.add(new Filter.Presence(false, embed)));
    return new Node(
        number,
        from,
        outputs,
        filters,
        order,
        query.part(path).window().capped(names.rowsMax()),
        List.copyOf(embeds.values()),
        exposed);
  }

  /** What a client calls it in other parameters: its alias, or the name of what it leads to. */
  private List<String> longer(Related item) {
    List<String> byAlias = new ArrayList<>(path);
    byAlias.add(item.nameInAnswer());
    List<String> byTarget = new ArrayList<>(path);
    byTarget.add(item.target());
    boolean aliased =
        query.parts().keySet().stream()
            .anyMatch(key ->
                key.size() >= byAlias.size() && key.subList(0, byAlias.size()).equals(byAlias));
    return aliased ? byAlias : byTarget;
  }

  private Embed embed(Related item, Ways.Target target, int parent) {
    From from =
        switch (target) {
          case Ways.Target.Computed(var routine) -> new From.Computed(routine, parent);
          case Ways.Target.Keyed(_, var relation) -> new From.Table(relation);
        };
    return new Embed(
        node(from, item.items(), item.spread() && !target.many()),
        target.link(),
        parent,
        target.many(),
        item.spread(),
        item.inner());
  }

  private List<Output> outputs(List<SelectItem> items, boolean hoists) {
    List<Output> outputs = new ArrayList<>();
    for (SelectItem item : items) {
      switch (item) {
        case SelectItem.All() -> rows.columns().forEach(column -> outputs.add(output(column)));
        case SelectItem.One one -> outputs.add(one(one));
        case SelectItem.Aggregated aggregated -> aggregated(outputs, aggregated, hoists);
        case Related one -> related(outputs, one, hoists);
      }
    }
    return outputs;
  }

  private Output output(Column column) {
    return output(
        column.name(),
        new Value.Of(
            new Expression(
                new Ref.Of(number, column.name(), column.type()), List.of(), column.type()),
            Optional.empty()));
  }

  private static Output output(String name, Value.Of value) {
    Representation own = value.expression().type().representation();
    return own == null || own.toJson() == null || value.cast().isPresent()
        ? new Output(name, value, value.cast().orElse(value.expression().type()))
        : new Output(name, new Value.Written(value.expression(), own.toJson()), JSON);
  }

  private Output one(SelectItem.One item) {
    boolean counts =
        item.field().name().equals("count")
            && !path.isEmpty()
            && rows.column("count").isEmpty()
            && item.field().path().isEmpty();
    if (counts) {
      return new Output(
          item.nameInAnswer(),
          new Value.Aggregate(Function.COUNT, Optional.empty(), Optional.empty()),
          COUNT);
    }
    return output(item.nameInAnswer(), value(item.field(), item.cast()));
  }

  private Value.Of value(Field field, Optional<String> cast) {
    return new Value.Of(expression(field), cast.map(names::type));
  }

  /** In a relation whose columns are spread, the node around it does the aggregating. */
  private void aggregated(List<Output> outputs, SelectItem.Aggregated item, boolean hoists) {
    names.checkAggregates();
    Optional<Value> of = item.field().map(field -> value(field, item.cast()));
    if (!hoists) {
      outputs.add(aggregate(item, of));
    } else if (of.isPresent()) {
      Value.Of raw = (Value.Of) of.get();
      outputs.add(new Output(item.nameInAnswer(), raw, raw.cast().orElse(raw.expression().type())));
    }
  }

  private void related(List<Output> outputs, Related item, boolean hoists) {
    Embed embed = embeds.get(item);
    if (embed == null) {
      throw new IllegalStateException("every related relation has been planned");
    }
    if (!item.spread()) {
      if (!item.items().isEmpty()) {
        outputs.add(
            new Output(
                item.nameInAnswer(),
                new Value.Embedded(embed.node().number(), embed.many()),
                JSON));
      }
      return;
    }
    spread(outputs, embed, item.items(), hoists);
  }

  private void spread(List<Output> outputs, Embed embed, List<SelectItem> items, boolean hoists) {
    if (embed.many() && embed.node().aggregates()) {
      throw new RestException(Problem.spreadAggregates());
    }
    List<SelectItem.Aggregated> hoisted = embed.many() || hoists ? List.of() : hoisted(items);
    int place = 0;
    for (Output output : embed.node().outputs()) {
      Value spread = new Value.Spread(embed.node().number(), place++, embed.many());
      Optional<SelectItem.Aggregated> aggregate =
          hoisted.stream()
              .filter(item -> item.field().isPresent() && item.nameInAnswer().equals(output.name()))
              .findFirst();
      outputs.add(
          aggregate
              .map(item -> aggregate(item, Optional.of(spread)))
              .orElseGet(
                  () -> new Output(output.name(), spread, embed.many() ? JSON : output.type())));
    }
    hoisted.stream()
        .filter(item -> item.field().isEmpty())
        .forEach(item -> outputs.add(aggregate(item, Optional.empty())));
  }

  private Output aggregate(SelectItem.Aggregated item, Optional<Value> of) {
    Optional<ColumnType> cast = item.resultCast().map(names::type);
    return new Output(
        item.nameInAnswer(),
        new Value.Aggregate(item.function(), of, cast),
        cast.orElse(item.function() == Function.COUNT ? COUNT : BUILT));
  }

  private static List<SelectItem.Aggregated> hoisted(List<SelectItem> items) {
    List<SelectItem.Aggregated> found = new ArrayList<>();
    for (SelectItem item : items) {
      if (item instanceof SelectItem.Aggregated aggregated) {
        found.add(aggregated);
      } else if (item instanceof Related related && related.spread()) {
        found.addAll(hoisted(related.items()));
      }
    }
    return found;
  }

  private Sort sort(OrderTerm term, List<SelectItem> select) {
    if (term.related().isEmpty()) {
      return new Sort(expression(term.field()), term.direction(), term.nulls());
    }
    String name = term.related().get();
    Related item =
        find(name, select).orElseThrow(() -> new RestException(NameProblem.notEmbedded(name)));
    NodePlanner planner = related.get(item);
    Ways.Target target = targets.get(item);
    if (planner == null || target == null || target.many()) {
      throw new RestException(NameProblem.relatedOrder(rows.name(), name));
    }
    Optional<Expression> spread = spread(item, term.field());
    if (spread.isPresent()) {
      return new Sort(spread.get(), term.direction(), term.nulls());
    }
    Expression there = planner.expression(term.field());
    int place = planner.exposed.size();
    planner.exposed.add(there);
    return new Sort(
        new Expression(
            new Ref.Exposed(planner.number, place, there.type()), List.of(), there.type()),
        term.direction(),
        term.nulls());
  }

  /** A column that is spread goes by its name in the answer, and may be grouped by. */
  private Optional<Expression> spread(Related item, Field field) {
    Embed embed = embeds.get(item);
    if (embed == null || !item.spread() || !field.path().isEmpty()) {
      return Optional.empty();
    }
    List<Output> outputs = embed.node().outputs();
    for (int place = 0; place < outputs.size(); place++) {
      Output output = outputs.get(place);
      if (output.name().equals(field.name())) {
        Ref ref = new Ref.Spread(embed.node().number(), place, output.type());
        return Optional.of(new Expression(ref, List.of(), output.type()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Related> find(String name, List<SelectItem> select) {
    return select.stream()
        .filter(Related.class::isInstance)
        .map(Related.class::cast)
        .filter(item -> item.nameInAnswer().equals(name) || item.target().equals(name))
        .findFirst();
  }

  private List<Filter> filters(List<Condition> conditions) {
    return conditions.stream().map(this::filter).toList();
  }

  private Filter filter(Condition condition) {
    return switch (condition) {
      case Comparison comparison -> comparison(comparison);
      case Condition.Group(var negated, var join, var parts) ->
          new Filter.Group(negated, join, filters(parts));
    };
  }

  private Filter comparison(Comparison comparison) {
    String name = comparison.field().name();
    Optional<Related> item =
        embeds.keySet().stream()
            .filter(one -> one.nameInAnswer().equals(name) || one.target().equals(name))
            .findFirst();
    if (item.isPresent() && rows.column(name).isEmpty()) {
      String word = comparison.values().isEmpty() ? "" : comparison.values().getFirst();
      boolean presence =
          comparison.operator() == Operator.IS && (word.equals("null") || word.equals("not_null"));
      Embed embed = embeds.get(item.get());
      if (!presence || embed == null) {
        throw new RestException(NameProblem.embedFilter(name));
      }
      return new Filter.Presence(word.equals("null") != comparison.negated(), embed);
    }
    Expression expression = expression(comparison.field());
    checkWord(expression, comparison);
    return new Filter.Test(
        comparison.negated(),
        expression,
        comparison.operator(),
        comparison.values(),
        comparison.modifier());
  }

  /** PostgreSQL would say the same; the driver would prepare such a statement twice. */
  private static void checkWord(Expression expression, Comparison comparison) {
    if (comparison.operator() != Operator.IS) {
      return;
    }
    String word = comparison.values().getFirst();
    boolean truth = !word.equals("null") && !word.equals("not_null");
    if (truth && !expression.type().sql().equals("boolean")) {
      throw new RestException(Problem.notBoolean(word, expression.type().sql()));
    }
  }

  private Expression expression(Field field) {
    Ref ref = ref(field.name());
    if (field.path().isEmpty()) {
      return new Expression(ref, List.of(), ref.type());
    }
    return new Expression(ref, field.path(), names.typeOfPath(ref.type(), field.path()));
  }

  private Ref ref(String name) {
    Optional<Column> column = rows.column(name);
    if (column.isPresent()) {
      return new Ref.Of(number, name, column.get().type());
    }
    return rows.computed(name, names.catalog())
        .<Ref>map(routine -> new Ref.Computed(number, routine))
        .orElseThrow(() -> new RestException(names.unknownColumn(rows, name)));
  }

  private void checkPaths(List<SelectItem> select) {
    for (List<String> wanted : query.parts().keySet()) {
      List<SelectItem> at = select;
      for (String name : wanted) {
        at =
            find(name, at)
                .map(Related::items)
                .orElseThrow(() -> new RestException(NameProblem.notEmbedded(name)));
      }
    }
  }
}
