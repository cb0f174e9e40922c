package io.twinlane.gateway.studio;

/** Ends a step with the problem to answer. It never leaves the package. */
final class StudioException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StudioProblem problem;

  StudioException(StudioProblem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  StudioProblem problem() {
    return problem;
  }
}
