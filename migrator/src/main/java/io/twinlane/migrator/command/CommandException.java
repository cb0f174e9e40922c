package io.twinlane.migrator.command;

/** Why a command failed, in words that say what to do next. Ends the process with status 1. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
