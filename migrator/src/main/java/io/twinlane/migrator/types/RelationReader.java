package io.twinlane.migrator.types;

import io.twinlane.migrator.types.Schema.Column;
import io.twinlane.migrator.types.Schema.Filling;
import io.twinlane.migrator.types.Schema.Kind;
import io.twinlane.migrator.types.Schema.Relation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads tables and views with their columns; a partition is not one, as its table is. */
final class RelationReader {

  private static final String COLUMNS =
      """
      with keys as (
        select i.indrelid as relation, array_agg(a.attname::text order by k.place) as columns
        from pg_index i
        cross join unnest(i.indkey) with ordinality as k (number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indisprimary
        group by i.indrelid
      )
      select
        c.oid::int8 as id, n.nspname as schema, c.relname as relation, c.relkind as kind,
        -- the bits of update and insert
        c.relkind = 'v' and pg_relation_is_updatable(c.oid, true) & 12 <> 0 as writable,
        keys.columns as primary_key,
        coalesce(a.attnum, 0) as number, a.attname as name, a.atttypid::int8 as type_id,
        format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
        case a.attgenerated when '' then pg_get_expr(d.adbin, d.adrelid) end as standard,
        case
          when a.attgenerated <> '' or a.attidentity = 'a' then 'DATABASE'
          when c.relkind in ('v', 'm') and not pg_column_is_updatable(c.oid, a.attnum, true) then 'DATABASE'
          when a.attidentity = 'd' then 'SEQUENCE'
          else 'WRITER'
        end as filling
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a
        on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and coalesce(col_description(c.oid, a.attnum), '') not like '@private%'
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join keys on keys.relation = c.oid
      where n.nspname = any (?) and c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition
      order by n.nspname, c.relname, a.attnum\
      """;

  private final Connection connection;
  private final ServerTypes types;

  RelationReader(Connection connection, ServerTypes types) {
    this.connection = connection;
    this.types = types;
  }

  /** The relations of these schemas, by schema and name, without their relationships. */
  List<Relation> read(Set<String> schemas) throws SQLException {
    Map<Long, Relation> found = new LinkedHashMap<>();
    Map<Long, List<Column>> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        long id = rows.getLong("id");
        if (!found.containsKey(id)) {
          found.put(id, relation(rows));
        }
        List<Column> own = columns.computeIfAbsent(id, _ -> new ArrayList<>());
        if (rows.getInt("number") > 0) {
          own.add(column(rows));
        }
      }
    }
    return found.values().stream()
        .map(one ->
            new Relation(
                one.id(),
                one.schema(),
                one.name(),
                one.kind(),
                columns.getOrDefault(one.id(), List.of()),
                one.primaryKey(),
                List.of()))
        .toList();
  }

  private static Relation relation(ResultSet rows) throws SQLException {
    Kind kind =
        switch (rows.getString("kind")) {
          case "v", "m" -> rows.getBoolean("writable") ? Kind.WRITABLE_VIEW : Kind.VIEW;
          default -> Kind.TABLE;
        };
    return new Relation(
        rows.getLong("id"),
        rows.getString("schema"),
        rows.getString("relation"),
        kind,
        List.of(),
        ServerTypes.texts(rows.getArray("primary_key")),
        List.of());
  }

  private Column column(ResultSet rows) throws SQLException {
    long type = rows.getLong("type_id");
    String standard = rows.getString("standard");
    return new Column(
        rows.getInt("number"),
        rows.getString("name"),
        rows.getString("type"),
        types.value(type),
        !rows.getBoolean("not_null") && !types.notNull(type),
        standard == null ? types.standard(type) : standard,
        Filling.valueOf(rows.getString("filling")));
  }
}
