package io.twinlane.schema.message;

import java.util.List;

/** The transaction ended as it was asked to. One result for each statement, in order. */
public record Done(List<Result> results) implements Reply {

  public Done {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a done work has at least one result");
    }
  }

  /** The result of the last statement, which is the one that the request was for. */
  public Result last() {
    return results.getLast();
  }
}
