package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What statements that run outside of a transaction leave behind when they are stopped: looked for,
 * cleared away, or finished.
 */
record Leftovers(Connection connection, Console console) {

  private static final String INDEXES_OF_TABLE =
      """
      select c.oid, format('%I.%I', n.nspname, c.relname), i.indisvalid and i.indisready,
        exists (select from pg_stat_progress_create_index p where p.index_relid = c.oid)
      from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where i.indrelid = to_regclass(?)
        and (? is null or c.relname = (parse_ident(?))[1])
      order by c.oid
      """;

  private static final String HALF_REBUILT =
      """
      select c.oid, format('%I.%I', n.nspname, c.relname), false,
        exists (select from pg_stat_progress_create_index p where p.relid = i.indrelid)
      from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and c.relname ~ '_cc(new|old)\\d*$' and n.nspname <> 'pg_toast'
      """;

  /** An index as the catalog has it. */
  private record Index(long oid, String name, boolean valid, boolean growing) {}

  /**
   * What is to be remembered of the time before a statement: an index without a name can be told
   * from the others only by those that were there.
   */
  String before(ConcurrentStatement statement) throws SQLException {
    return statement instanceof ConcurrentStatement.BuildIndex(Optional<String> index, String table)
            && index.isEmpty()
        ? String.join(
            ",", indexes(table, Optional.empty()).stream().map(found -> "" + found.oid()).toList())
        : "";
  }

  /**
   * Clears the way for a statement that has not been begun. An index of the name that was never
   * finished, by whoever it was begun, is in its way; with IF NOT EXISTS it would be taken for
   * finished. A partition that is half detached is finished.
   *
   * @return whether there is nothing left to do
   */
  boolean clear(ConcurrentStatement statement) throws SQLException {
    return switch (statement) {
      case ConcurrentStatement.BuildIndex(Optional<String> index, String table) -> {
        if (index.isPresent()) {
          dropInvalid(indexes(table, index));
        }
        yield false;
      }
      case ConcurrentStatement.Detach(String parent, String partition) ->
          halfDetached(partition) && detached(parent, partition);
      case ConcurrentStatement.DropIndex _,
          ConcurrentStatement.Rebuild _,
          ConcurrentStatement.AddValue _,
          ConcurrentStatement.Repeatable _,
          ConcurrentStatement.Opaque _ ->
          false;
    };
  }

  private boolean halfDetached(String partition) throws SQLException {
    return one(
            "select coalesce((select inhdetachpending::text from pg_inherits where inhrelid ="
                + " to_regclass(?)), 'false')",
            partition)
        .equals("true");
  }

  /**
   * Looks what became of a statement that was begun and not seen to its end, and clears away what
   * it left.
   *
   * @param before what was remembered of the time before it
   * @return whether it has done what it was to do; if not, it is to run (again)
   * @throws CommandException if nobody can tell
   */
  boolean done(ConcurrentStatement statement, String before) throws SQLException {
    return switch (statement) {
      case ConcurrentStatement.BuildIndex(Optional<String> index, String table) ->
          built(index, table, before);
      case ConcurrentStatement.DropIndex(String index) -> !there(index);
      case ConcurrentStatement.Rebuild() -> {
        dropInvalid(indexesOf(HALF_REBUILT));
        yield false;
      }
      case ConcurrentStatement.Detach(String parent, String partition) ->
          detached(parent, partition);
      case ConcurrentStatement.AddValue(String type, String label) -> hasValue(type, label);
      case ConcurrentStatement.Repeatable() -> false;
      case ConcurrentStatement.Opaque() ->
          throw new CommandException("nobody can tell whether it has run");
    };
  }

  /** Clears away what a statement left that has just failed. */
  void clearAfterFailure(ConcurrentStatement statement, String before) throws SQLException {
    switch (statement) {
      case ConcurrentStatement.BuildIndex(Optional<String> index, String table) ->
          built(index, table, before);
      case ConcurrentStatement.Rebuild() -> dropInvalid(indexesOf(HALF_REBUILT));
      case ConcurrentStatement.DropIndex _,
          ConcurrentStatement.Detach _,
          ConcurrentStatement.AddValue _,
          ConcurrentStatement.Repeatable _,
          ConcurrentStatement.Opaque _ -> {}
    }
  }

  private boolean built(Optional<String> index, String table, String before) throws SQLException {
    Set<String> old = index.isPresent() ? Set.of() : new HashSet<>(List.of(before.split(",")));
    List<Index> made =
        indexes(table, index).stream().filter(found -> !old.contains("" + found.oid())).toList();
    dropInvalid(made);
    return made.stream().anyMatch(Index::valid);
  }

  private boolean detached(String parent, String partition) throws SQLException {
    String pending =
        one(
            "select coalesce((select inhdetachpending::text from pg_inherits where inhrelid ="
                + " to_regclass(?)), 'detached')",
            partition);
    if (pending.equals("true")) {
      execute("alter table %s detach partition %s finalize".formatted(parent, partition));
      return true;
    }
    return pending.equals("detached");
  }

  private boolean hasValue(String type, String label) throws SQLException {
    return one(
            "select exists (select from pg_enum where enumtypid = to_regtype(?) and enumlabel = ?)::text",
            type,
            label)
        .equals("true");
  }

  private boolean there(String relation) throws SQLException {
    return one("select (to_regclass(?) is not null)::text", relation).equals("true");
  }

  private void dropInvalid(List<Index> indexes) throws SQLException {
    for (Index index : indexes) {
      if (index.valid()) {
        continue;
      }
      if (index.growing()) {
        throw new CommandException(
            "somebody else builds the index %s just now. Wait for it, then try again."
                .formatted(index.name()));
      }
      if (stillInvalid(index)) {
        execute("drop index concurrently if exists " + index.name());
        console.tell(
            "dropped",
            "dropped %s, which was begun and never finished".formatted(index.name()),
            Map.of("index", index.name()));
      }
    }
  }

  /** Its owner may have ended it, unseen by a user who may not look at others' progress. */
  private boolean stillInvalid(Index index) throws SQLException {
    return one(
            "select coalesce((select (not indisvalid)::text from pg_index where indexrelid ="
                + " ?::oid), 'false')",
            String.valueOf(index.oid()))
        .equals("true");
  }

  private List<Index> indexes(String table, Optional<String> index) throws SQLException {
    return indexesOf(INDEXES_OF_TABLE, table, index.orElse(null), index.orElse(null));
  }

  private List<Index> indexesOf(String sql, @Nullable String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<Index> indexes = new ArrayList<>();
        while (rows.next()) {
          indexes.add(
              new Index(
                  rows.getLong(1), rows.getString(2), rows.getBoolean(3), rows.getBoolean(4)));
        }
        return indexes;
      }
    }
  }

  private String one(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
