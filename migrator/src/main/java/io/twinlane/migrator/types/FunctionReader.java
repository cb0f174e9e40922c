package io.twinlane.migrator.types;

import io.twinlane.migrator.types.Schema.Field;
import io.twinlane.migrator.types.Schema.Function;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the functions that the API can call: those whose arguments all have names, and those of one
 * nameless argument that is the body of a request or a row.
 */
final class FunctionReader {

  private static final String QUESTION =
      """
      select
        n.nspname as schema, p.proname as name, p.proretset as set,
        p.proretset and p.prorows = 1 as one, p.pronargdefaults as defaults,
        format_type(p.prorettype, null) as type, p.prorettype::int8 as type_id,
        coalesce(p.proallargtypes, p.proargtypes::oid[])::int8[] as types,
        array(select format_type(u.t, null)
          from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as u (t, i)
          order by u.i) as type_names,
        p.proargnames as names, p.proargmodes::text[] as modes
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any (?) and p.prokind = 'f'
        and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
      order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)\
      """;

  /** What may be the whole body of a request. */
  private static final Set<String> BODIES = Set.of("json", "jsonb", "text", "bytea", "xml");

  private final Connection connection;
  private final ServerTypes types;

  FunctionReader(Connection connection, ServerTypes types) {
    this.connection = connection;
    this.types = types;
  }

  /** The functions of these schemas, by schema, name and arguments. */
  List<Function> read(Set<String> schemas) throws SQLException {
    List<Function> functions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          functions.add(function(rows));
        }
      }
    }
    return functions.stream().filter(FunctionReader::callable).toList();
  }

  private static boolean callable(Function function) {
    boolean named = function.arguments().stream().noneMatch(argument -> argument.name().isEmpty());
    return named
        || function.row() != null
        || (function.arguments().size() == 1
            && BODIES.contains(function.arguments().getFirst().type()));
  }

  private Function function(ResultSet rows) throws SQLException {
    Long[] ids = (Long[]) rows.getArray("types").getArray();
    List<String> names = ServerTypes.texts(rows.getArray("names"));
    List<String> typeNames = ServerTypes.texts(rows.getArray("type_names"));
    List<String> modes = ServerTypes.texts(rows.getArray("modes"));
    List<Field> taken = new ArrayList<>();
    List<Field> given = new ArrayList<>();
    long inputs = modes.isEmpty() ? ids.length : modes.stream().filter("ibv"::contains).count();
    long required = inputs - rows.getInt("defaults");
    boolean table = modes.contains("t");
    for (int i = 0; i < ids.length; i++) {
      String mode = modes.isEmpty() ? "i" : modes.get(i);
      String name = names.isEmpty() ? "" : names.get(i);
      if ("ibv".contains(mode)) {
        boolean optional = taken.size() >= required || mode.equals("v");
        taken.add(new Field(name, typeNames.get(i), types.value(ids[i]), optional));
      }
      if ("obt".contains(mode)) {
        String shown = name.isEmpty() ? "column" + (i + 1) : name;
        given.add(new Field(shown, typeNames.get(i), types.value(ids[i]), false));
      }
    }
    return new Function(
        rows.getString("schema"),
        rows.getString("name"),
        taken,
        rows.getString("type"),
        types.value(rows.getLong("type_id")),
        table || given.size() > 1 ? given : List.of(),
        rows.getBoolean("set"),
        rows.getBoolean("one"));
  }
}
