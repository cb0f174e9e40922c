package io.twinlane.migrator.console;

/** Why a command did not do what it was asked for, in words that say what to do next. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int FAILED = 1;
  private static final int SOMETHING_TO_DO = 3;

  private final int status;

  public CommandException(String message) {
    super(message);
    this.status = FAILED;
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
    this.status = FAILED;
  }

  private CommandException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** Nothing has failed, but somebody has something to do first. */
  public static CommandException somethingToDo(String message) {
    return new CommandException(message, SOMETHING_TO_DO);
  }

  /** What the process ends with. */
  public int status() {
    return status;
  }
}
