package io.twinlane.gateway.sql;

/** A request that cannot be run, with what its client is told. */
final class SqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SqlAnswer answer;

  SqlException(SqlAnswer answer) {
    super("a request cannot be run", null, false, false);
    this.answer = answer;
  }

  /** What is wrong with the request, in words. */
  static SqlException of(String message) {
    return new SqlException(SqlAnswer.error(SqlAnswer.BAD_REQUEST, "", message));
  }

  SqlAnswer answer() {
    return answer;
  }
}
