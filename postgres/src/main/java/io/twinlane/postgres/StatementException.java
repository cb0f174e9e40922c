package io.twinlane.postgres;

/** Which of a work's statements the cause belongs to. */
final class StatementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int statement;

  StatementException(int statement, Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause, false, false);
    this.statement = statement;
  }

  /** From 0; below zero for none of them, such as what is done before or after. */
  int statement() {
    return statement;
  }
}
