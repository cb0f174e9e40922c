package io.twinlane.migrator.migrate;

/**
 * A file has made way: it could not get a lock, and had others that somebody may wait for. Nothing
 * of it is kept, and it is to be begun again after a pause.
 */
final class LockedOut extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LockedOut(String message, Throwable cause) {
    super(message, cause);
  }
}
