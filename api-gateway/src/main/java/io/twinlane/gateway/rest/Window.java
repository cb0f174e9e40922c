package io.twinlane.gateway.rest;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of the rows: how many to skip, and how many to give at most. */
record Window(long offset, OptionalLong limit) {

  private static final Pattern RANGE = Pattern.compile("(?:items=)?(\\d{1,18})-(\\d{0,18})");

  static final Window ALL = new Window(0, OptionalLong.empty());

  /**
   * A query with the window that a {@code Range} header asks for, unless it has one of its own.
   * What is no range of items is passed over.
   */
  static Query ofRange(@Nullable String header, Query query) {
    Matcher range = RANGE.matcher(header == null ? "" : header.strip());
    if (!range.matches()) {
      return query;
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
    if (last < first) {
      throw new RestException(
          Problem.range(
              "The lower boundary must be lower than or equal to the upper boundary in the Range"
                  + " header."));
    }
    return query.windowed(query.root().window().within(first, last));
  }

  /** What both ask for; this window alone, if they have nothing in common. */
  private Window within(long first, long last) {
    long ownLast = limit.isPresent() ? offset + limit.getAsLong() - 1 : Long.MAX_VALUE;
    long from = Math.max(first, offset);
    long to = Math.min(last, ownLast);
    if (to < from) {
      return this;
    }
    return new Window(
        from, to == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(to - from + 1));
  }

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
