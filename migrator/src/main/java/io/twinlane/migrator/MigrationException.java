package io.twinlane.migrator;

/** Why a command failed, in words that say what to do next. Ends the process with status 1. */
public final class MigrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MigrationException(String message) {
    super(message);
  }

  MigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
