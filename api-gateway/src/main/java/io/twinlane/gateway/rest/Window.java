package io.twinlane.gateway.rest;

import java.util.OptionalLong;

/** Which of the rows: how many to skip, and how many to give at most. */
record Window(long offset, OptionalLong limit) {

  static final Window ALL = new Window(0, OptionalLong.empty());

  /** This window, with no more rows than a server allows. */
  Window capped(OptionalLong rowsMax) {
    if (rowsMax.isEmpty()) {
      return this;
    }
    long max = rowsMax.getAsLong();
    return new Window(offset, OptionalLong.of(Math.min(max, limit.orElse(max))));
  }

  boolean all() {
    return offset == 0 && limit.isEmpty();
  }
}
