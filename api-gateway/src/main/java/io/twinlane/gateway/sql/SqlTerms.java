package io.twinlane.gateway.sql;

import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request ask for. Their values are compared exactly, as they are by the
 * server whose protocol it is.
 *
 * @param isolation of a batch; null if none is asked for
 * @param readOnly whether a batch may not write
 * @param deferrable whether a batch may wait for a snapshot that cannot fail
 */
record SqlTerms(
    TextForm form,
    @Nullable String isolation,
    boolean readOnly,
    boolean deferrable,
    CacheDirectives cache) {

  private static final String ISOLATION = "Neon-Batch-Isolation-Level";
  private static final String READ_ONLY = "Neon-Batch-Read-Only";
  private static final String DEFERRABLE = "Neon-Batch-Deferrable";

  /**
   * Reads them.
   *
   * @throws SqlException if there is no such isolation level
   */
  static SqlTerms of(MultiMap headers) {
    String isolation = headers.get(ISOLATION);
    if (isolation != null) {
      Isolation _ = isolation(isolation);
    }
    return new SqlTerms(
        new TextForm(yes(headers, "Neon-Raw-Text-Output"), yes(headers, "Neon-Array-Mode")),
        isolation,
        yes(headers, READ_ONLY),
        yes(headers, DEFERRABLE),
        CacheDirectives.parse(headers.get(HttpHeaders.CACHE_CONTROL)));
  }

  private static boolean yes(MultiMap headers, String name) {
    return "true".equals(headers.get(name));
  }

  private static Isolation isolation(String name) {
    return switch (name) {
      case "ReadUncommitted" -> Isolation.READ_UNCOMMITTED;
      case "ReadCommitted" -> Isolation.READ_COMMITTED;
      case "RepeatableRead" -> Isolation.REPEATABLE_READ;
      case "Serializable" -> Isolation.SERIALIZABLE;
      default -> throw SqlException.of("invalid isolation level");
    };
  }

  /** The transaction of a batch. */
  Transaction transaction(boolean reads) {
    return new Transaction(
        reads || readOnly ? Access.READ_ONLY : Access.READ_WRITE,
        isolation == null ? Isolation.DEFAULT : isolation(isolation),
        Ending.COMMIT,
        deferrable);
  }

  /** What is told again with the answer to a batch. */
  Map<String, String> echoed() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (isolation != null) {
      headers.put(ISOLATION, isolation);
    }
    if (readOnly) {
      headers.put(READ_ONLY, "true");
    }
    if (deferrable) {
      headers.put(DEFERRABLE, "true");
    }
    return headers;
  }
}
