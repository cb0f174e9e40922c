package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.MediaHandler;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is written.
 *
 * @param contentType as the answer's header says it
 * @param single whether it is one object, and no array
 * @param stripped whether keys whose value is null are left out
 * @param csv whether it is lines of values, below a line with their names
 * @param lines whether it is lines at all: of values, or each an object
 * @param raw the type of what is the body as it stands; null where the body is made here
 * @param handler what makes such a body of rows; null where a function gives it
 */
record Accept(
    String contentType,
    boolean single,
    boolean stripped,
    boolean csv,
    boolean lines,
    @Nullable ColumnType raw,
    @Nullable MediaHandler handler) {

  static final Accept JSON = json("application/json", false, false);
  static final Accept ARRAY = json("application/vnd.pgrst.array+json", false, false);
  static final Accept OBJECT = json("application/vnd.pgrst.object+json", true, false);
  static final Accept ARRAY_STRIPPED =
      json("application/vnd.pgrst.array+json;nulls=stripped", false, true);
  static final Accept OBJECT_STRIPPED =
      json("application/vnd.pgrst.object+json;nulls=stripped", true, true);
  static final Accept CSV =
      new Accept("text/csv; charset=utf-8", false, false, true, true, null, null);
  static final Accept NDJSON =
      new Accept("application/x-ndjson", false, false, false, true, null, null);

  private static Accept json(String media, boolean single, boolean stripped) {
    return new Accept(media + "; charset=utf-8", single, stripped, false, false, null, null);
  }

  /** What a function of the team's says it is; one that can say anything starts as bytes. */
  static Accept raw(String media, ColumnType type, @Nullable MediaHandler handler) {
    String contentType =
        switch (media) {
          case "*/*" -> "application/octet-stream";
          case "application/json", "application/geo+json", "application/openapi+json" ->
              media + "; charset=utf-8";
          case "text/csv", "text/plain", "text/xml" -> media + "; charset=utf-8";
          default -> media;
        };
    return new Accept(contentType, false, false, false, false, type, handler);
  }
}
