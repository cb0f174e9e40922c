package io.twinlane.postgres.shape;

import io.twinlane.postgres.shape.Reach.Code;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.catalog.Shape.Command;
import io.twinlane.schema.catalog.Shape.Relation;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What PostgreSQL answers to the question of what a write reaches, as records. */
final class ReachRows {

  private ReachRows() {}

  /** What is done to the tables that a statement names, as the question has it: i, u, d. */
  static Set<String> operations(Shape shape) {
    Set<String> operations = new HashSet<>();
    for (Command command : shape.commands()) {
      switch (command) {
        case INSERT -> operations.add("i");
        case UPDATE -> operations.add("u");
        case DELETE -> operations.add("d");
        case MERGE, UNKNOWN, UTILITY -> operations.addAll(Set.of("i", "u", "d"));
        case SELECT, NOTHING -> {
          // changes nothing
        }
      }
    }
    if (shape.labels().contains("ONCONFLICTEXPR")) {
      operations.add("u");
    }
    return operations;
  }

  static Reach reach(Shape shape, RowSet<Row> rows) {
    Set<String> tables = new HashSet<>();
    Set<Character> kinds = new HashSet<>();
    List<Code> code = new ArrayList<>();
    boolean rules = false;
    boolean shadows = false;
    for (Row row : rows) {
      switch (row.getString("kind")) {
        case "table" -> {
          tables.add(row.getString("schema") + "." + row.getString("name"));
          kinds.add(row.getString("detail").charAt(0));
        }
        case "rule" -> rules = true;
        case "shadow" -> shadows = true;
        default -> code.add(code(row));
      }
    }
    List<Code> clear = shadows ? code.stream().map(ReachRows::unclear).toList() : code;
    return new Reach(shape, tables, kinds, clear, rules);
  }

  private static Code code(Row row) {
    String detail = row.getString("detail");
    String language = detail.substring(1);
    return new Code(
        row.getString("name"),
        row.getString("kind").equals("trigger"),
        row.getString("schema").equals("pg_catalog"),
        detail.charAt(0),
        language,
        language.equals("plpgsql") && PlainCode.isPlain(row.getString("source")));
  }

  /** Where functions of PostgreSQL have namesakes, it is not certain which one is called. */
  private static Code unclear(Code code) {
    return new Code(
        code.name(), code.trigger(), code.builtIn(), code.volatility(), code.language(), false);
  }

  /** RowExclusiveLock is 3, and what is stronger writes too. */
  static Relation relation(Row row) {
    String detail = row.getString("detail");
    return new Relation(
        row.getLong("oid"),
        row.getString("schema"),
        row.getString("name"),
        detail.charAt(0),
        detail.charAt(1),
        Integer.parseInt(row.getString("extra")) >= 3);
  }
}
