package io.twinlane.gateway.rest;

/**
 * Ends the parsing or planning of a request with the problem to answer. It never leaves the
 * package.
 */
final class RestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  RestException(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
