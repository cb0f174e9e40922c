package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.From;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how an answer is written: the first of what the client takes that there is. Pure.
 *
 * <p>Besides our own forms there is what functions of the team's make: a function whose result is a
 * domain named as a media type gives that body, and an aggregate with such a result makes it of the
 * rows of its relation, or of any. The domain {@code *}{@code /*} stands for whatever is asked for.
 * The forms whose names begin with {@code application/vnd.pgrst} are always ours.
 */
final class Negotiation {

  private static final String ANY = "*/*";

  private final RestRequest request;
  private final Catalog catalog;
  private final @Nullable Routine routine;
  private final @Nullable String relation;

  private Negotiation(RestRequest request, Plan plan, Catalog catalog) {
    this.request = request;
    this.catalog = catalog;
    this.routine = plan instanceof Plan.Invoke invoke ? invoke.call().routine() : null;
    this.relation = relation(plan);
  }

  /**
   * The form of the answer to a request.
   *
   * @throws RestException if there is nothing that the client takes
   */
  static Accept choose(RestRequest request, Plan plan, Catalog catalog) {
    Negotiation negotiation = new Negotiation(request, plan, catalog);
    return request.terms().accepts().ranges().stream()
        .flatMap(range -> negotiation.offered(range).stream())
        .findFirst()
        .orElseThrow(() -> new RestException(Problem.mediaType(request.terms().accepts().text())));
  }

  private Optional<Accept> offered(AcceptHeader.Range range) {
    return switch (range.type()) {
      case "application/vnd.pgrst.object+json", "application/vnd.pgrst.object" ->
          Optional.of(range.stripped() ? Accept.OBJECT_STRIPPED : Accept.OBJECT);
      case "application/vnd.pgrst.array+json", "application/vnd.pgrst.array" ->
          Optional.of(range.stripped() ? Accept.ARRAY_STRIPPED : Accept.ARRAY);
      case "application/x-ndjson", "application/jsonl" ->
          own(range.type()).or(() -> values() ? Optional.empty() : Optional.of(Accept.NDJSON));
      default -> own(range.type()).or(() -> builtIn(range.type()));
    };
  }

  private static Optional<Accept> builtIn(String type) {
    return switch (type) {
      case "application/json", "application/*", ANY -> Optional.of(Accept.JSON);
      case "text/csv", "text/*" -> Optional.of(Accept.CSV);
      default -> Optional.empty();
    };
  }

  /** Whether there are values of a function, and no rows. */
  private boolean values() {
    return routine != null && routine.returns().kind() == Routine.Kind.VALUE;
  }

  /** What the team's functions make: of this kind of rows before that of any rows. */
  private Optional<Accept> own(String type) {
    if (routine != null && values()) {
      return ofFunction(routine, type);
    }
    boolean whole = request.query().select().equals(List.of(new SelectItem.All()));
    return (whole && relation != null ? ofRows(ANY, relation) : Optional.<Accept>empty())
        .or(() -> whole && relation != null ? ofRows(type, relation) : Optional.empty())
        .or(() -> ofRows(type, null));
  }

  private static Optional<Accept> ofFunction(Routine routine, String type) {
    return routine
        .returns()
        .type()
        .media()
        .filter(media -> media.equals(type) || media.equals(ANY))
        .map(media -> Accept.raw(media, routine.returns().type(), null));
  }

  private Optional<Accept> ofRows(String media, @Nullable String of) {
    return catalog.handlers().stream()
        .filter(handler -> handler.result().media().filter(media::equals).isPresent())
        .filter(handler -> of == null ? handler.relation() == null : of.equals(handler.relation()))
        .findFirst()
        .map(handler -> Accept.raw(media, handler.result(), handler));
  }

  private static @Nullable String relation(Plan plan) {
    return switch (plan) {
      case Plan.Read(var node, _, _) ->
          node.from() instanceof From.Table(Relation relation) ? qualified(relation) : null;
      case Plan.Invoke(_, var call, _) -> call.routine().returns().relation();
      case Plan.Insert insert -> qualified(insert.relation());
      case Plan.Update update -> qualified(update.relation());
      case Plan.Delete delete -> qualified(delete.relation());
      case Plan.Nothing(Relation relation) -> qualified(relation);
    };
  }

  private static String qualified(Relation relation) {
    return relation.schema() + "." + relation.name();
  }
}
