package io.twinlane.schema.trace;

import org.jspecify.annotations.Nullable;

/**
 * What is sent to PostgreSQL, as far as a trace tells of it.
 *
 * @param database where it goes
 * @param operation its first word, of a bounded set
 * @param statements how many are sent at once
 * @param text its text; of which only a hash is told if it may hold a client's values
 * @param harmless whether the text holds none
 */
public record DatabaseCall(
    Database database, String operation, int statements, String text, boolean harmless) {

  /**
   * A database.
   *
   * @param name null where that is not known
   */
  public record Database(String host, int port, @Nullable String name) {}

  /**
   * Why it failed.
   *
   * @param code a SQLSTATE where PostgreSQL gave one, else the name of a class
   * @param sqlState whether it is one
   */
  public record Trouble(String code, boolean sqlState) {}
}
