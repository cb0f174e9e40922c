package io.twinlane.gateway.rest;

import io.twinlane.gateway.bus.CatalogRoom;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers {@code OPTIONS}: the methods that a relation or a function has, whoever asks. */
final class Options {

  private final RestSettings settings;
  private final CatalogRoom catalogs;

  Options(RestSettings settings, CatalogRoom catalogs) {
    this.settings = settings;
    this.catalogs = catalogs;
  }

  Future<RestAnswer> answer(Call call) {
    String profile = call.headers().get("Accept-Profile");
    String schema = profile == null ? settings.schemas().getFirst() : profile;
    return catalogs.current().map(reply -> answer(call, schema, catalog(reply)));
  }

  private static Catalog catalog(Reply reply) {
    return switch (reply) {
      case CatalogReply(Catalog catalog) -> catalog;
      case Failure failure -> throw new RestException(Problem.of(failure));
      default -> throw new IllegalStateException("a catalog was asked for");
    };
  }

  private static RestAnswer answer(Call call, String schema, Catalog catalog) {
    String name = call.table();
    List<String> methods =
        call.rpc()
            ? ofRoutine(catalog.routines(schema, name), schema, name)
            : catalog
                .relation(schema, name)
                .map(Options::ofRelation)
                .orElseThrow(() -> new RestException(Problem.unknownTable(schema, name, null)));
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
          Problem.unknownFunction(
              "Could not find the function %s.%s in the schema cache".formatted(schema, name),
              "No function of that name is exposed.",
              null));
    }
    boolean writes =
        routines.stream().anyMatch(routine -> routine.volatility() == Routine.Volatility.VOLATILE);
    return writes ? List.of("OPTIONS", "POST") : List.of("OPTIONS", "GET", "HEAD", "POST");
  }
}
