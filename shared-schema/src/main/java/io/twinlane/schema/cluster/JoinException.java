package io.twinlane.schema.cluster;

/** Why a process cannot become a member, in one line that its operator can act on. */
public final class JoinException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JoinException(String message, Throwable cause) {
    super(message, cause);
  }
}
