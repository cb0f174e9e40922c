package io.twinlane.postgres;

/** No connection could be had, so that nothing was sent: the work is certainly not executed. */
final class NotSentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotSentException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause, false, false);
  }
}
