package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers {@code OPTIONS}: the methods that a relation or a function has, whoever asks. */
final class Options {

  private final RestSettings settings;
  private final Preparation preparation;

  Options(RestSettings settings, Preparation preparation) {
    this.settings = settings;
    this.preparation = preparation;
  }

  Future<RestAnswer> answer(Call call) {
    String profile = call.headers().get("Accept-Profile");
    String schema = profile == null ? settings.schemas().getFirst() : profile;
    return preparation.catalog().map(catalog -> answer(call, schema, catalog));
  }

  private static RestAnswer answer(Call call, String schema, Catalog catalog) {
    String name = call.table();
    List<String> methods =
        call.rpc()
            ? ofRoutine(catalog.routines(schema, name), schema, name)
            : catalog
                .relation(schema, name)
                .map(Options::ofRelation)
                .orElseThrow(() -> new RestException(NameProblem.unknownTable(schema, name, null)));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Allow", String.join(",", methods));
    return new RestAnswer(200, headers, null);
  }

  private static List<String> ofRelation(Relation relation) {
    List<String> methods = new ArrayList<>(List.of("OPTIONS", "GET", "HEAD"));
    if (relation.insertable()) {
      methods.add("POST");
    }
    if (relation.insertable() && relation.updatable() && !relation.primaryKey().isEmpty()) {
      methods.add("PUT");
    }
    if (relation.updatable()) {
      methods.add("PATCH");
    }
    if (relation.deletable()) {
      methods.add("DELETE");
    }
    return methods;
  }

  private static List<String> ofRoutine(List<Routine> routines, String schema, String name) {
    if (routines.isEmpty()) {
      throw new RestException(
          NameProblem.unknownFunction(
              "Could not find the function %s.%s in the schema cache".formatted(schema, name),
              "No function of that name is exposed.",
              null));
    }
    boolean writes =
        routines.stream().anyMatch(routine -> routine.volatility() == Routine.Volatility.VOLATILE);
    return writes ? List.of("OPTIONS", "POST") : List.of("OPTIONS", "GET", "HEAD", "POST");
  }
}
