package io.twinlane.postgres;

import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Rows for several who have asked: the first column of each is the number, from 1, of whom it is
 * for, and the others are written as if that one had asked alone. Fails when one result, or all
 * together, is over the limit.
 */
final class GatheredRows {

  private static final int OF_WHOM = 1;

  private final RowFormat format;
  private final int bytesMax;
  private final @Nullable RowWriter[] writers;
  private long bytes;

  private GatheredRows(List<ResultColumn> columns, int count, int bytesMax) {
    this.format = new RowFormat(columns);
    this.bytesMax = bytesMax;
    this.writers = new RowWriter[count];
  }

  /** A collector for the driver, of rows for so many. */
  static Collector<Row, GatheredRows, GatheredRows> collector(
      List<ResultColumn> columns, int count, int bytesMax) {
    return Collector.of(
        () -> new GatheredRows(columns, count, bytesMax),
        GatheredRows::write,
        (_, _) -> {
          throw new IllegalStateException("rows come in one sequence");
        });
  }

  private void write(Row row) {
    RowWriter writer = writer(Math.toIntExact(row.getLong(0)) - 1);
    int before = writer.length();
    writer.write(row);
    bytes += writer.length() - before;
    if (bytes > bytesMax) {
      throw new JsonBytes.TooLargeException();
    }
  }

  private RowWriter writer(int place) {
    RowWriter writer = writers[place];
    if (writer == null) {
      writer = new RowWriter(format, OF_WHOM, bytesMax);
      writers[place] = writer;
    }
    return writer;
  }

  /** A result for each, in their order. */
  List<Result> results() {
    List<Result> results = new ArrayList<>(writers.length);
    for (int i = 0; i < writers.length; i++) {
      results.add(writer(i).result(0));
    }
    return results;
  }
}
