package io.twinlane.gateway.rest;

import java.util.List;

/**
 * The rows that a client sends, as one JSON text that goes to PostgreSQL as it came.
 *
 * @param json an object or an array of objects
 * @param keys the keys of the objects; of the first one where they differ
 * @param uniform whether all objects have the same keys
 * @param array whether it is an array
 * @param rows the number of objects
 * @param fromJson whether it came as JSON, and not as a form or as CSV
 */
record RowsBody(
    String json, List<String> keys, boolean uniform, boolean array, int rows, boolean fromJson) {

  RowsBody {
    keys = List.copyOf(keys);
  }
}
