package io.twinlane.schema.message;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables that a committed transaction wrote, or may have written where its outcome is unknown.
 *
 * @param tables names as {@code schema.table}, neither of them quoted
 * @param everything whether anything at all may have changed: other tables, or the schema itself
 * @param requestId the request that wrote them
 * @param database where they are; null for the lane's own
 * @param position a place in PostgreSQL's log behind the commit, as {@code pg_lsn} is written; null
 *     where it is not known
 */
public record TablesChanged(
    Set<String> tables,
    boolean everything,
    String requestId,
    @Nullable String database,
    @Nullable String position)
    implements Announcement, Request {

  public TablesChanged {
    tables = Set.copyOf(tables);
    if (tables.isEmpty() && !everything) {
      throw new IllegalArgumentException("an announcement names at least one table");
    }
  }

  /** In the lane's own database. */
  public TablesChanged(
      Set<String> tables, boolean everything, String requestId, @Nullable String position) {
    this(tables, everything, requestId, null, position);
  }

  /** What its tables are called among those of all databases. */
  public List<String> names() {
    return tables.stream().map(table -> name(database, table)).toList();
  }

  /** What a table is called: those of other databases are not the lane's own. */
  public static String name(@Nullable String database, String table) {
    return database == null ? table : database + '\0' + table;
  }

  /** A table of {@link #names()} in a text for people. */
  private static String shown(String name) {
    return name.replace('\0', '.');
  }

  /** Several of them, in order. */
  public static List<String> shown(Collection<String> names) {
    return names.stream().map(TablesChanged::shown).sorted().toList();
  }

  /** The same, with a position. */
  public TablesChanged at(@Nullable String other) {
    return new TablesChanged(tables, everything, requestId, database, other);
  }
}
