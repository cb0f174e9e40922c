package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.message.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What became of a read, with places for the values of its {@link Outline}: a request that differs
 * in nothing but those is neither parsed nor planned.
 *
 * <p>Where a value goes is not guessed. The request was planned a second time with marks in place
 * of its values; both must have given the same statements but for parameters, and each parameter is
 * the same in both, or is a mark where the other is the value.
 */
final class Template {

  private final Planned planned;
  private final List<List<Piece>> parameters;
  private final Piece location;

  private Template(Planned planned, List<List<Piece>> parameters, Piece location) {
    this.planned = planned;
    this.parameters = parameters;
    this.location = location;
  }

  /**
   * A text with places for values.
   *
   * @param between the text before, between and behind them: one more than places
   * @param places the numbers of the values
   */
  private record Piece(List<String> between, List<Integer> places) {

    /** Finds the marks in a text. */
    static Piece of(String marked, List<String> marks) {
      List<String> between = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      int from = 0;
      for (int at = marked.indexOf(MARK); at >= 0; at = marked.indexOf(MARK, from)) {
        int number = number(marked, at, marks);
        between.add(marked.substring(from, at));
        places.add(number);
        from = at + marks.get(number).length();
      }
      between.add(marked.substring(from));
      return new Piece(List.copyOf(between), List.copyOf(places));
    }

    private static int number(String marked, int at, List<String> marks) {
      return IntStream.range(0, marks.size())
          .filter(number -> marked.startsWith(marks.get(number), at))
          .findFirst()
          .orElseThrow();
    }

    String with(List<String> values) {
      if (places.isEmpty()) {
        return between.getFirst();
      }
      if (places.size() == 1 && between.getFirst().isEmpty() && between.getLast().isEmpty()) {
        return values.get(places.getFirst());
      }
      StringBuilder text = new StringBuilder(between.getFirst());
      for (int i = 0; i < places.size(); i++) {
        text.append(values.get(places.get(i))).append(between.get(i + 1));
      }
      return text.toString();
    }
  }

  private static final String MARK = "-twinlane-mark-";

  /** A mark for each of so many values: what no request has by chance. */
  static List<String> marks(int count) {
    return IntStream.range(0, count).mapToObj(number -> MARK + number + "-").toList();
  }

  /**
   * Of a read that was planned with its own values, and with marks; empty if it cannot be told
   * where the values belong.
   */
  static Optional<Template> of(Planned own, List<String> values, Planned marked) {
    List<String> marks = marks(values.size());
    if (!(own.plan() instanceof Plan.Read)
        || own.statements().size() != marked.statements().size()
        || own.location().contains(MARK)) {
      return Optional.empty();
    }
    List<List<Piece>> parameters = new ArrayList<>();
    for (int i = 0; i < own.statements().size(); i++) {
      Statement statement = own.statements().get(i);
      if (statement.parameters().stream().anyMatch(text -> text == null || text.contains(MARK))) {
        return Optional.empty();
      }
      parameters.add(pieces(marked.statements().get(i), marks));
    }
    Template template = new Template(own, parameters, Piece.of(marked.location(), marks));
    return template.gives(own, values) && template.gives(marked, marks)
        ? Optional.of(template)
        : Optional.empty();
  }

  private boolean gives(Planned wanted, List<String> values) {
    Planned given = with(values);
    return given.statements().equals(wanted.statements())
        && given.location().equals(wanted.location());
  }

  private static List<Piece> pieces(Statement marked, List<String> marks) {
    return marked.parameters().stream().map(text -> Piece.of(String.valueOf(text), marks)).toList();
  }

  /** What would become of the request with these values. */
  Planned with(List<String> values) {
    List<Statement> statements = new ArrayList<>(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      List<Piece> pieces = parameters.get(i);
      List<String> bound = new ArrayList<>(pieces.size());
      for (Piece piece : pieces) {
        bound.add(piece.with(values));
      }
      statements.add(planned.statements().get(i).binding(bound));
    }
    return planned.running(statements, location.with(values));
  }
}
