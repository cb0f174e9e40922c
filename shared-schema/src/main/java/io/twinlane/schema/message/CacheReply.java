package io.twinlane.schema.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the cache of a query-service does.
 *
 * @param enabled whether it stores anything
 * @param entries answers that it holds
 * @param bytes what they weigh, roughly
 * @param bytesMax what they may weigh
 * @param flushed answers that the request emptied
 * @param outcomes how many answers of each kind, since the start, by the words that clients see
 * @param ages how old the answers served were, in seconds at most, and how many of them
 * @param statements those asked for most
 */
public record CacheReply(
    boolean enabled,
    long entries,
    long bytes,
    long bytesMax,
    long flushed,
    Map<String, Long> outcomes,
    Map<String, Long> ages,
    List<OfStatement> statements)
    implements Reply {

  public CacheReply {
    outcomes = Map.copyOf(outcomes);
    ages = Map.copyOf(ages);
    statements = List.copyOf(statements);
  }

  /**
   * One statement's share.
   *
   * @param hash what it is called, for flushing
   * @param sql its text, which holds no values
   * @param hits answers from the cache
   * @param misses answers from PostgreSQL, where the cache had none
   * @param collapsed answers that another's statement gave
   * @param stale answers served past their age while a newer one was read
   * @param bypassed answers from PostgreSQL that the cache had nothing to do with
   * @param bytesServed what the cache gave, in bytes
   * @param savedMillis what the hits would have taken, by the time that others took
   * @param meanMillis what an answer from PostgreSQL took on average; null before the first
   * @param entries answers that are kept and that no write has ended
   * @param readSet tables whose writes end them; null where nothing is kept
   */
  public record OfStatement(
      String hash,
      String sql,
      long hits,
      long misses,
      long collapsed,
      long stale,
      long bypassed,
      long bytesServed,
      long savedMillis,
      @Nullable Double meanMillis,
      long entries,
      @Nullable Set<String> readSet) {

    public OfStatement {
      readSet = readSet == null ? null : Set.copyOf(readSet);
    }
  }
}
