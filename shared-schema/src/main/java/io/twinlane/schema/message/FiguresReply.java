package io.twinlane.schema.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How busy a service of a lane is.
 *
 * @param pools its pools of connections, taken together
 * @param statement what it knows of the one that was asked for; null if it was asked for none, or
 *     knows none by that hash
 */
public record FiguresReply(OfPools pools, @Nullable OfStatement statement) implements Reply {

  /**
   * The pools of a service.
   *
   * @param used works that run
   * @param waiting works that wait for a connection
   * @param places works that may run at once
   */
  public record OfPools(int used, int waiting, int places) {}

  /**
   * One statement.
   *
   * @param sql its text, which holds no values
   * @param readSet tables whose writes end its answers; null where that is not known
   * @param notCached how often an answer was not stored or not asked for, by the words that say why
   * @param entries some of its answers that are kept
   */
  public record OfStatement(
      String sql,
      @Nullable Set<String> readSet,
      Map<String, Long> notCached,
      List<OfEntry> entries) {

    public OfStatement {
      readSet = readSet == null ? null : Set.copyOf(readSet);
      notCached = Map.copyOf(notCached);
      entries = List.copyOf(entries);
    }
  }

  /**
   * One answer that is kept.
   *
   * @param key a digest of all that it is found by, values among them, which nobody can undo
   * @param role as whom it was read; null for the lane's own role
   * @param ageSeconds how long ago it was read, rounded up
   * @param bytes of its body
   */
  public record OfEntry(String key, @Nullable String role, long ageSeconds, long bytes) {}
}
