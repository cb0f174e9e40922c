package io.twinlane.gateway.rest;

import io.twinlane.schema.message.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header): a string in quotes,
 * or, as most clients send it, without.
 */
final class IdempotencyHeader {

  static final String NAME = "Idempotency-Key";
  private static final int LENGTH_MAX = 255;

  /** What makes one write another, besides method, address and body. */
  private static final List<String> PART_OF_THE_WRITE =
      List.of("Content-Type", "Content-Profile", "Prefer", "Accept", "If-Match");

  private IdempotencyHeader() {}

  /** The key of a write; null if it has none. */
  static @Nullable IdempotencyKey of(Client client) {
    Call call = client.call();
    List<String> given = call.headers().getAll(NAME);
    if (given.isEmpty()) {
      return null;
    }
    String key = unquoted(given.getFirst().strip());
    if (given.size() > 1 || !wellFormed(key)) {
      throw new RestException(
          Problem.header(NAME, "one string of 1 to " + LENGTH_MAX + " visible ASCII characters"));
    }
    return new IdempotencyKey(client.caller().owner(), key, fingerprint(call));
  }

  private static String unquoted(String given) {
    boolean quoted = given.length() > 1 && given.startsWith("\"") && given.endsWith("\"");
    return quoted ? given.substring(1, given.length() - 1) : given;
  }

  private static boolean wellFormed(String key) {
    return !key.isEmpty()
        && key.length() <= LENGTH_MAX
        && key.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
  }

  private static String fingerprint(Call call) {
    MessageDigest digest = Digests.sha256();
    add(digest, call.method().name());
    add(digest, call.uri());
    for (String name : PART_OF_THE_WRITE) {
      add(digest, String.join(",", call.headers().getAll(name)));
    }
    return HexFormat.of().formatHex(digest.digest(call.body().getBytes()));
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
