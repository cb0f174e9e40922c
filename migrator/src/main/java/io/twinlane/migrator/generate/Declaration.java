package io.twinlane.migrator.generate;

import io.twinlane.migrator.generate.Target.Place;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of {@code schema/} that make a database from nothing: types, then a file per table, its
 * indexes and all that belongs to it, then views, then what needs more than stands before it.
 */
final class Declaration {

  private static final Pattern NEEDED =
      Pattern.compile(
          "\\b(?:REFERENCES|INHERITS \\()\\s*(QUALIFIED)".replace("QUALIFIED", Name.QUALIFIED));

  private final List<String> statements;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<Name, Set<Name>> needs = new LinkedHashMap<>();

  private Declaration(List<String> statements) {
    this.statements = List.copyOf(statements);
    Target target = new Target();
    for (String sql : statements) {
      Place place = target.of(sql);
      places.put(sql, place);
      if (place instanceof Place.Table(var table)) {
        Set<Name> needed = needs.computeIfAbsent(table, _ -> new LinkedHashSet<>());
        Matcher matcher = NEEDED.matcher(sql);
        while (matcher.find()) {
          needed.add(target.whole(Name.of(matcher.group(1))));
        }
      }
    }
  }

  /**
   * The files.
   *
   * @param statements in an order in which they can run
   * @param empty a database where they are tried, so that the files run in the order of their names
   */
  static List<SqlFile> files(List<String> statements, Connection empty) {
    return new Declaration(statements).tried(empty);
  }

  private List<SqlFile> tried(Connection empty) {
    List<DraftFile> files = new ArrayList<>();
    Set<String> late = new HashSet<>(statements);
    for (Place place : inOrder()) {
      List<String> running = of(place).stream().filter(sql -> Replay.runs(empty, sql)).toList();
      running.forEach(late::remove);
      files.add(new DraftFile(name(place), running));
    }
    List<String> rest = statements.stream().filter(late::contains).toList();
    rest.forEach(sql -> Replay.runs(empty, sql));
    files.add(new DraftFile("rest", rest));
    return numbered(files);
  }

  private List<String> of(Place place) {
    return statements.stream().filter(sql -> place.equals(places.get(sql))).toList();
  }

  private List<Place> inOrder() {
    Set<Name> tables = new LinkedHashSet<>();
    needs.keySet().forEach(table -> addWithNeeds(table, tables, new HashSet<>()));
    List<Place> order = new ArrayList<>();
    order.add(new Place.Types());
    tables.forEach(table -> order.add(new Place.Table(table)));
    order.add(new Place.Views());
    return order;
  }

  /** Tables that need each other come in any order; what fails for that is tried last. */
  private void addWithNeeds(Name table, Set<Name> ordered, Set<Name> onTheWay) {
    if (onTheWay.add(table)) {
      needs
          .getOrDefault(table, Set.of())
          .forEach(needed -> addWithNeeds(needed, ordered, onTheWay));
      ordered.add(table);
    }
  }

  private static String name(Place place) {
    return switch (place) {
      case Place.Types() -> "types";
      case Place.Table(var name) ->
          Name.slug(
              name.schema().equals("public") ? name.object() : name.schema() + "_" + name.object());
      case Place.Views() -> "views";
      case Place.Rest() -> "rest";
    };
  }

  private static List<SqlFile> numbered(List<DraftFile> files) {
    int digits = Integer.toString(10 * files.size()).length();
    List<SqlFile> numbered = new ArrayList<>();
    for (DraftFile file : files) {
      if (!file.statements().isEmpty()) {
        String number = String.format("%0" + digits + "d", 10 * numbered.size());
        numbered.add(new SqlFile(number + "_" + file.slug() + ".sql", file.text()));
      }
    }
    return numbered;
  }
}
