package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Scratch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What somebody calls an ephemeral database, and what PostgreSQL calls it.
 *
 * @param asked as it was given, such as {@code pr-123}
 * @param database in lower case letters, digits and underscores, at most 63 of them
 */
record EphemeralName(String asked, String database) {

  static final String PREFIX = "twinlane_";

  private static final int LENGTH_MAX = 63;
  private static final int HASH_LENGTH = 10;
  private static final int ASKED_MAX = 200;

  /**
   * Reads a name. Others than {@code a-z0-9} become underscores, and a long name ends in a hash, so
   * that two names may lead to one database: whoever makes it compares {@link #asked()}.
   *
   * @throws CommandException if too little or too much is left
   */
  static EphemeralName of(String asked) {
    String word =
        asked.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    if (word.isEmpty() || asked.length() > ASKED_MAX || asked.indexOf('\0') >= 0) {
      throw new CommandException(
          "'%s' names no database: it needs a letter a-z or a digit, and at most %d characters"
              .formatted(asked.length() > ASKED_MAX ? "…" : asked, ASKED_MAX));
    }
    String database = PREFIX + word;
    if (database.startsWith(Scratch.PREFIX)) {
      throw new CommandException(
          "'%s' cannot be used: %s… are scratch databases".formatted(asked, Scratch.PREFIX));
    }
    return new EphemeralName(
        asked, database.length() > LENGTH_MAX ? hashed(database, asked) : database);
  }

  private static String hashed(String database, String asked) {
    String start = database.substring(0, LENGTH_MAX - HASH_LENGTH - 1);
    return start + "_" + hash(asked).substring(0, HASH_LENGTH);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
