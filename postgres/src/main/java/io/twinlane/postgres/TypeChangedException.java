package io.twinlane.postgres;

/**
 * A column's type is another one than the statement was planned for: the catalog is out of date.
 */
final class TypeChangedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TypeChangedException(Class<?> type) {
    super("a column is now of another type (" + type.getSimpleName() + ")", null, false, false);
  }
}
