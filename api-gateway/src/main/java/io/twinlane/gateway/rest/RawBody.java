package io.twinlane.gateway.rest;

import java.util.List;

/**
 * A body that goes into a function's only parameter as it came.
 *
 * @param text of the body, or its hexadecimal digits for {@code bytea}
 * @param types of the parameter that it fits
 * @param json whether it is JSON that is no object
 */
record RawBody(String text, List<String> types, boolean json) {

  RawBody {
    types = List.copyOf(types);
  }
}
