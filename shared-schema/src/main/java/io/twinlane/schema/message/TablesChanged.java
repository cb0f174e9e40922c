package io.twinlane.schema.message;

import java.util.Set;

/**
 * Tables that a committed transaction wrote, or may have written where its outcome is unknown.
 *
 * @param tables names as {@code schema.table}, neither of them quoted
 * @param everything whether anything at all may have changed: other tables, or the schema itself
 * @param requestId the request that wrote them
 */
public record TablesChanged(Set<String> tables, boolean everything, String requestId)
    implements Announcement, Request {

  public TablesChanged {
    tables = Set.copyOf(tables);
    if (tables.isEmpty() && !everything) {
      throw new IllegalArgumentException("an announcement names at least one table");
    }
  }
}
