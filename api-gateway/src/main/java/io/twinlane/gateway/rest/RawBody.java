package io.twinlane.gateway.rest;

import java.util.List;

/**
 * A body that goes into a function's only parameter as it came.
 *
 * @param text of the body, or its hexadecimal digits for {@code bytea}
 * @param types of the parameter that it fits
 */
record RawBody(String text, List<String> types) {

  RawBody {
    types = List.copyOf(types);
  }
}
