package io.twinlane.query;

import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions.Table;
import io.twinlane.schema.message.ContentTag;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Result;
import java.util.List;

/**
 * A stored answer.
 *
 * @param done the answer, as PostgreSQL's rows made it
 * @param tables what it depends on
 * @param noted the board's time before its snapshot was taken
 * @param readNanos the moment before its snapshot was taken, from which its age counts
 * @param tag what tells its content from another
 * @param bytes of its bodies; looking at them at each hit would cost more than all else here
 * @param weight in bytes, roughly
 */
record Entry(
    Done done,
    List<Table> tables,
    long noted,
    long readNanos,
    String tag,
    long bytes,
    long weight) {

  /** Objects around the bytes. */
  private static final long OVERHEAD = 512;

  static Entry of(CacheKey key, Done done, List<Table> tables, long noted, long readNanos) {
    return new Entry(
        done,
        tables,
        noted,
        readNanos,
        ContentTag.of(done.results()),
        bodyBytes(done),
        weight(key, done));
  }

  static long weight(CacheKey key, Done done) {
    return OVERHEAD + key.weight() + bodyBytes(done);
  }

  private static long bodyBytes(Done done) {
    long bytes = 0;
    for (Result result : done.results()) {
      bytes += result.body().length();
    }
    return bytes;
  }

  long ageNanos(long now) {
    return now - readNanos;
  }
}
