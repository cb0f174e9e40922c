package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Arguments;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.catalog.Routine.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses the function that a request calls, by its name and the names of the arguments: among
 * several of one name it is the one whose required parameters are all there and that has no others.
 * One whose only parameter has no name takes the body as it is.
 */
final class Routines {

  private Routines() {}

  /** A function and what it is called with. */
  record Choice(Routine routine, Arguments arguments) {}

  /**
   * The one function.
   *
   * @throws RestException if there is none, or more than one
   */
  static Choice find(RestRequest request, Catalog catalog) {
    List<Routine> candidates = catalog.routines(request.schema(), request.table());
    Set<String> keys = keys(request);
    List<Routine> named =
        candidates.stream().filter(routine -> takes(routine, keys, request)).toList();
    List<Routine> whole =
        named.isEmpty()
            ? candidates.stream().filter(routine -> takesWhole(routine, request)).toList()
            : List.of();
    List<Routine> found = named.isEmpty() ? whole : named;
    return switch (found.size()) {
      case 0 -> throw new RestException(none(request, catalog, candidates, keys));
      case 1 ->
          new Choice(found.getFirst(), arguments(found.getFirst(), request, !named.isEmpty()));
      default -> throw new RestException(NameProblem.severalFunctions(shown(found)));
    };
  }

  /** The names of the arguments; a body that is no object has none. */
  private static Set<String> keys(RestRequest request) {
    Query query = request.query();
    if (request.raw().isPresent()) {
      return Set.of();
    }
    return request.body().isPresent()
        ? new LinkedHashSet<>(query.columns().orElse(request.body().get().keys()))
        : query.arguments().stream()
            .map(Query.Argument::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean takes(Routine routine, Set<String> keys, RestRequest request) {
    Set<String> required = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    for (Parameter parameter : routine.parameters()) {
      all.add(parameter.name());
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    return request.raw().isEmpty()
        && !all.contains("")
        && keys.containsAll(required)
        && all.containsAll(keys);
  }

  private static boolean takesWhole(Routine routine, RestRequest request) {
    if (routine.parameters().size() != 1 || !routine.parameters().getFirst().name().isEmpty()) {
      return false;
    }
    String type = routine.parameters().getFirst().type().declared();
    return wanted(request).contains(type);
  }

  /** The types of the parameter that a body of its kind may go into as it is. */
  private static List<String> wanted(RestRequest request) {
    if (request.raw().isPresent()) {
      return request.raw().get().types();
    }
    return request.body().map(RowsBody::fromJson).orElse(false)
        ? List.of("json", "jsonb")
        : List.of();
  }

  private static Arguments arguments(Routine routine, RestRequest request, boolean named) {
    if (!named) {
      String body =
          request.raw().map(RawBody::text).orElseGet(() -> request.body().orElseThrow().json());
      return new Arguments.Whole(routine.parameters().getFirst(), body);
    }
    if (request.body().isPresent()) {
      RowsBody body = request.body().get();
      Set<String> keys = keys(request);
      return new Arguments.Keyed(
          routine.parameters().stream()
              .filter(parameter -> keys.contains(parameter.name()))
              .toList(),
          body);
    }
    return ofQuery(routine, request.query().arguments());
  }

  private static Arguments ofQuery(Routine routine, List<Query.Argument> given) {
    List<Parameter> parameters = new ArrayList<>();
    List<List<String>> values = new ArrayList<>();
    for (Parameter parameter : routine.parameters()) {
      List<String> own =
          given.stream()
              .filter(argument -> argument.name().equals(parameter.name()))
              .map(Query.Argument::value)
              .toList();
      if (!own.isEmpty()) {
        parameters.add(parameter);
        values.add(parameter.variadic() ? own : List.of(own.getLast()));
      }
    }
    return new Arguments.Named(parameters, values);
  }

  private static String shown(List<Routine> routines) {
    return routines.stream()
        .map(routine ->
            routine.schema()
                + "."
                + routine.name()
                + routine.parameters().stream()
                    .map(parameter -> parameter.name() + " => " + parameter.type().declared())
                    .collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(", "));
  }

  private static Problem none(
      RestRequest request, Catalog catalog, List<Routine> candidates, Set<String> keys) {
    String name = request.schema() + "." + request.table();
    String list = String.join(", ", new TreeSet<>(keys));
    List<String> wanted = wanted(request);
    boolean raw = request.raw().isPresent();
    String whole =
        wanted.isEmpty() ? "" : "a single unnamed " + String.join("/", wanted) + " parameter";
    String with =
        raw
            ? " with " + whole
            : (switch (keys.size()) {
                  case 0 -> " without parameters";
                  case 1 -> " with parameter " + list;
                  default -> " with parameters " + list;
                })
                + (whole.isEmpty() ? "" : " or with " + whole);
    return NameProblem.unknownFunction(
        "Could not find the function %s%s in the schema cache"
            .formatted(name, raw ? "" : keys.isEmpty() ? " without parameters" : "(" + list + ")"),
        "Searched for the function %s%s, but no matches were found in the schema cache."
            .formatted(name, with),
        hint(request, catalog, candidates, list).orElse(null));
  }

  private static Optional<String> hint(
      RestRequest request, Catalog catalog, List<Routine> candidates, String list) {
    String prefix = request.schema() + ".";
    List<String> parameters =
        candidates.stream()
            .map(routine ->
                routine.parameters().stream()
                    .map(Parameter::name)
                    .sorted()
                    .collect(Collectors.joining(", ")))
            .filter(names -> !names.isEmpty())
            .toList();
    Optional<String> others =
        Similar.to(list, parameters, Similar.REMOTELY)
            .map(names ->
                "Perhaps you meant to call the function %s%s(%s)"
                    .formatted(prefix, request.table(), names));
    if (others.isPresent() || request.raw().isPresent()) {
      return others;
    }
    List<String> known =
        catalog.routines().keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .filter(name -> !name.equals(request.table()))
            .sorted()
            .toList();
    return Similar.to(request.table(), known, Similar.VERY)
        .map(name -> "Perhaps you meant to call the function " + prefix + name);
  }
}
