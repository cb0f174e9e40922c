package io.twinlane.migrator.types;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All types of a database, and what their values are in JSON. */
final class ServerTypes {

  private static final String QUESTION =
      """
      select
        t.oid::int8 as id, n.nspname as schema, t.typname as name, t.typtype as kind,
        t.typbasetype::int8 as base, t.typnotnull as not_null, t.typdefault as standard,
        case when t.typcategory = 'A' and t.typlen = -1 then t.typelem::int8 else 0 end as element,
        coalesce(c.relkind::text, '') as relation_kind, coalesce(c.relispartition, false) as partition,
        exists (
          select from pg_cast k
          where k.castsource = t.oid and k.casttarget = 'json'::regtype and k.castmethod = 'f'
        ) as json,
        case t.typtype when 'e' then (
          select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid
        ) end as labels
      from pg_type t
      join pg_namespace n on n.oid = t.typnamespace
      left join pg_class c on c.oid = t.typrelid\
      """;

  private static final Map<String, Value.Plain> BUILT_IN =
      Map.ofEntries(
          Map.entry("bool", Value.Plain.BOOLEAN),
          Map.entry("int2", Value.Plain.NUMBER),
          Map.entry("int4", Value.Plain.NUMBER),
          Map.entry("int8", Value.Plain.NUMBER),
          Map.entry("float4", Value.Plain.NUMBER),
          Map.entry("float8", Value.Plain.NUMBER),
          Map.entry("numeric", Value.Plain.NUMBER),
          Map.entry("json", Value.Plain.JSON),
          Map.entry("jsonb", Value.Plain.JSON),
          Map.entry("void", Value.Plain.NOTHING),
          Map.entry("record", Value.Plain.RECORD));

  private final Map<Long, Type> types;
  private final Set<String> schemas;

  private ServerTypes(Map<Long, Type> types, Set<String> schemas) {
    this.types = types;
    this.schemas = schemas;
  }

  private record Type(
      String schema,
      String name,
      char kind,
      long base,
      boolean notNull,
      @Nullable String standard,
      long element,
      String relationKind,
      boolean partition,
      boolean json,
      List<String> labels) {}

  /** Reads them; rows and composites are known of these schemas only. */
  static ServerTypes read(Connection connection, Set<String> schemas) throws SQLException {
    Map<Long, Type> types = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUESTION)) {
      while (rows.next()) {
        types.put(rows.getLong("id"), type(rows));
      }
    }
    return new ServerTypes(types, schemas);
  }

  private static Type type(ResultSet rows) throws SQLException {
    return new Type(
        rows.getString("schema"),
        rows.getString("name"),
        rows.getString("kind").charAt(0),
        rows.getLong("base"),
        rows.getBoolean("not_null"),
        rows.getString("standard"),
        rows.getLong("element"),
        rows.getString("relation_kind"),
        rows.getBoolean("partition"),
        rows.getBoolean("json"),
        texts(rows.getArray("labels")));
  }

  /** The elements of an array of text; none if there is no array. */
  static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** Whether a domain, or one below it, refuses null. */
  boolean notNull(long id) {
    Type type = types.get(id);
    return type != null && type.kind() == 'd' && (type.notNull() || notNull(type.base()));
  }

  /** The default of a domain. */
  @Nullable String standard(long id) {
    Type type = types.get(id);
    return type == null || type.kind() != 'd' ? null : type.standard();
  }

  /** What its values are in JSON. */
  Value value(long id) {
    Type type = types.get(id);
    if (type == null) {
      return Value.Plain.UNKNOWN;
    }
    return switch (type.kind()) {
      case 'd' -> value(type.base());
      case 'e' -> new Value.EnumOf(type.schema(), type.name(), type.labels());
      case 'c' -> composite(type);
      case 'p' -> BUILT_IN.getOrDefault(type.name(), Value.Plain.UNKNOWN);
      default -> base(type);
    };
  }

  /** The enumerations of a schema, by name. */
  List<Value.EnumOf> enums(String schema) {
    List<Value.EnumOf> found = new ArrayList<>();
    types.values().stream()
        .filter(type -> type.kind() == 'e' && type.schema().equals(schema))
        .map(type -> new Value.EnumOf(type.schema(), type.name(), type.labels()))
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .forEach(found::add);
    return found;
  }

  private Value composite(Type type) {
    if (!schemas.contains(type.schema()) || type.partition()) {
      return Value.Plain.UNKNOWN;
    }
    return switch (type.relationKind()) {
      case "c" -> new Value.CompositeOf(type.schema(), type.name());
      case "v", "m" -> new Value.RowOf(type.schema(), type.name(), true);
      default -> new Value.RowOf(type.schema(), type.name(), false);
    };
  }

  private Value base(Type type) {
    if (type.element() != 0) {
      return new Value.ListOf(value(type.element()));
    }
    if (type.schema().equals("pg_catalog")) {
      return BUILT_IN.getOrDefault(type.name(), Value.Plain.STRING);
    }
    return type.json() ? Value.Plain.JSON : Value.Plain.STRING;
  }
}
