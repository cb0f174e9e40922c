package io.twinlane.schema.message;

import java.util.Set;

/**
 * Tables that a committed transaction wrote, or may have written where its outcome is unknown.
 *
 * @param tables names as {@code schema.table}
 * @param requestId the request that wrote them
 */
public record TablesChanged(Set<String> tables, String requestId) implements Announcement {

  public TablesChanged {
    tables = Set.copyOf(tables);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("an announcement names at least one table");
    }
  }
}
