package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders an insert of rows with their children as one statement: what the children refer to is
 * decided before either is inserted, from the body or by the columns' defaults, so that no row's
 * children can end up with another.
 *
 * <p>What was inserted is not seen by the statement itself: its keys are left in a setting of the
 * transaction, for the statement that reads it.
 */
final class NestedInsert {

  private static final String KEYS = "twinlane.nested";

  private final SqlText sql = new SqlText();
  private final Plan.Insert insert;
  private final Relation relation;

  /** What must be known of a row before it is inserted. */
  private final List<Column> decided;

  private NestedInsert(Plan.Insert insert) {
    this.insert = insert;
    this.relation = insert.relation();
    Set<String> names = new LinkedHashSet<>(relation.primaryKey());
    insert.children().forEach(child -> names.addAll(child.own()));
    this.decided = columns(relation, names);
  }

  /** One row for each row of the body, with its primary key as text. */
  static Statement statement(Plan.Insert insert) {
    return new NestedInsert(insert).rendered();
  }

  /** The rows of a relation that the statement before has inserted. */
  static void inserted(SqlText sql, Relation relation) {
    List<Column> key = columns(relation, relation.primaryKey());
    sql.add(" from ")
        .relation(relation)
        .add(" where (")
        .add(Identifier.listed(key, SqlText.ROW + "."));
    sql.add(") in (select ").add(Identifier.listed(key, "_k."));
    sql.add(" from json_to_recordset(current_setting('" + KEYS + "')::json) as _k(");
    sql.add(Identifier.declared(key, ColumnType::declared)).add("))");
  }

  private static List<Column> columns(Relation relation, Collection<String> names) {
    return names.stream().map(name -> relation.column(name).orElseThrow()).toList();
  }

  private Statement rendered() {
    List<Column> given =
        decided.stream().filter(column -> insert.columns().contains(column)).toList();
    sql.add("with _s as materialized (select _o.e");
    for (Column column : decided) {
      sql.add(", ").add(value(column, given.contains(column)));
    }
    sql.add(" from json_array_elements(");
    sql.add(insert.body().array() ? "" : "json_build_array(");
    sql.value(insert.body().json()).add("::json").add(insert.body().array() ? "" : ")");
    sql.add(") as _o(e)");
    read(given, "json_to_record(_o.e)");
    sql.add("), _p as (");
    parents(given.stream().noneMatch(NestedInsert::counted));
    for (int i = 0; i < insert.children().size(); i++) {
      sql.add(" returning 1), _c" + i + " as (");
      child(insert.children().get(i));
    }
    sql.add(" returning 1) select ");
    sql.add(
        relation.primaryKey().stream()
            .map(name -> "_s." + Identifier.quoted(name) + "::text")
            .collect(Collectors.joining(", ")));
    sql.add(" from _s, (select set_config('" + KEYS + "', json_agg(json_build_object(");
    sql.add(
        relation.primaryKey().stream()
            .map(name -> Identifier.literal(name) + ", _s." + Identifier.quoted(name))
            .collect(Collectors.joining(", ")));
    sql.add("))::text, true) from _s) as _keys");
    List<ResultColumn> columns = new ArrayList<>();
    relation.primaryKey().forEach(name -> columns.add(new ResultColumn(name, Use.KEY)));
    return new Statement(sql.toString(), sql.parameters(), columns);
  }

  /** What the body has, or the default that PostgreSQL would take. */
  private static String value(Column column, boolean given) {
    String name = Identifier.quoted(column.name());
    String otherwise = column.defaultSql();
    if (given) {
      return (otherwise == null ? "_j." + name : "coalesce(_j." + name + ", " + otherwise + ")")
          + " as "
          + name;
    }
    return "("
        + (otherwise == null ? "null" : otherwise)
        + ")::"
        + column.type().declared()
        + " as "
        + name;
  }

  /** Whether a column is filled from a sequence, as those are that PostgreSQL always fills. */
  private static boolean counted(Column column) {
    String otherwise = column.defaultSql();
    return otherwise != null && otherwise.startsWith("nextval(");
  }

  /**
   * The parents.
   *
   * @param own whether the numbers in them are PostgreSQL's own, which a client may not give where
   *     they are always generated
   */
  private void parents(boolean own) {
    List<Column> others =
        insert.columns().stream().filter(column -> !decided.contains(column)).toList();
    sql.add("insert into ").relation(relation).add(" (");
    sql.add(joined(Identifier.listed(decided, ""), Identifier.listed(others, "")));
    sql.add(own ? ") overriding system value select " : ") select ");
    sql.add(joined(Identifier.listed(decided, "_s."), Identifier.listed(others, "_j.")))
        .add(" from _s");
    read(others, "json_to_record(_s.e)");
  }

  private void child(Plan.Child child) {
    sql.add("insert into ").relation(child.relation()).add(" (");
    sql.add(
        joined(
            child.foreign().stream().map(Identifier::quoted).collect(Collectors.joining(", ")),
            Identifier.listed(child.columns(), "")));
    sql.add(") select ");
    sql.add(
        joined(
            child.own().stream()
                .map(name -> "_s." + Identifier.quoted(name))
                .collect(Collectors.joining(", ")),
            Identifier.listed(child.columns(), "_j.")));
    sql.add(" from _s cross join lateral json_array_elements(case json_typeof(_s.e -> ");
    sql.add(Identifier.literal(child.key()))
        .add(") when 'array' then _s.e -> ")
        .add(Identifier.literal(child.key()));
    sql.add(" else '[]' end) as _a(e)");
    read(child.columns(), "json_to_record(_a.e)");
  }

  private void read(List<Column> columns, String record) {
    if (!columns.isEmpty()) {
      sql.add(" cross join lateral ")
          .add(record)
          .add(" as _j(")
          .add(Identifier.declared(columns, ColumnType::declared))
          .add(")");
    }
  }

  private static String joined(String some, String others) {
    return others.isEmpty() ? some : some + ", " + others;
  }
}
