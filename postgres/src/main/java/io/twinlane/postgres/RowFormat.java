package io.twinlane.postgres;

import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a statement's rows are written. The writers of several results may share it. */
final class RowFormat {

  private final Use[] uses;
  private final byte[][] keys;
  private final Body body;
  private final int whole;

  /** What the body is, and what stands between its rows. */
  enum Body {
    JSON(Use.ITEM, ", \n "),
    LINES(Use.LINE, "\n"),
    RAW(Use.RAW, "");

    private final Use whole;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final byte[] between;

    Body(Use whole, String between) {
      this.whole = whole;
      this.between = between.getBytes(StandardCharsets.US_ASCII);
    }

    private static Body of(List<Use> uses) {
      return uses.contains(Use.LINE) ? LINES : uses.contains(Use.RAW) ? RAW : JSON;
    }

    byte[] between() {
      return between;
    }
  }

  RowFormat(List<ResultColumn> columns) {
    uses = new Use[columns.size()];
    keys = new byte[columns.size()][];
    for (int i = 0; i < uses.length; i++) {
      uses[i] = columns.get(i).use();
      keys[i] = key(columns.get(i).name());
    }
    List<Use> all = List.of(uses);
    body = Body.of(all);
    whole = all.indexOf(body.whole);
  }

  int columns() {
    return uses.length;
  }

  Use use(int column) {
    return uses[column];
  }

  /** A column's key in an object, with its colon. */
  byte[] key(int column) {
    return keys[column];
  }

  Body body() {
    return body;
  }

  /** The column that is the whole row; below zero if its columns are keys. */
  int whole() {
    return whole;
  }

  private static byte[] key(String name) {
    JsonBytes key = new JsonBytes(Integer.MAX_VALUE);
    key.string(name);
    key.raw(':');
    return key.toArray();
  }
}
