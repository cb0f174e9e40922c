package io.twinlane.migrator.facts;

import java.util.List;

/** One fact that two databases do not share. */
public sealed interface Difference {

  /** The kind of the fact. */
  String kind();

  /** What the fact is said of. */
  String identity();

  /**
   * The statements that turn the actual into the expected; none if no statement does, or if none is
   * safe to say.
   */
  List<String> mend();

  /** Expected, and not there. */
  record Missing(Fact expected) implements Difference {

    @Override
    public String kind() {
      return expected.kind();
    }

    @Override
    public String identity() {
      return expected.identity();
    }

    @Override
    public List<String> mend() {
      return Mending.ofMissing(expected);
    }
  }

  /** There, and not expected. */
  record Unexpected(Fact actual) implements Difference {

    @Override
    public String kind() {
      return actual.kind();
    }

    @Override
    public String identity() {
      return actual.identity();
    }

    @Override
    public List<String> mend() {
      return Mending.said(actual.remove());
    }
  }

  /** There, and another than expected. */
  record Changed(Fact expected, Fact actual) implements Difference {

    @Override
    public String kind() {
      return expected.kind();
    }

    @Override
    public String identity() {
      return expected.identity();
    }

    @Override
    public List<String> mend() {
      return Mending.ofChange(this);
    }
  }
}
