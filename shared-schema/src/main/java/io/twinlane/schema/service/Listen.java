package io.twinlane.schema.service;

import io.twinlane.schema.settings.Environment;

/** Where a server listens. Port 0 takes any free one. */
public record Listen(String host, int port) {

  /** The address of {@code PREFIX_HOST} and {@code PREFIX_PORT}; loopback unless told otherwise. */
  public static Listen from(Environment env, String prefix, int port) {
    return new Listen(
        env.text(prefix + "_HOST", "127.0.0.1"), env.integer(prefix + "_PORT", 0, 65_535, port));
  }

  /** The address of the management server. */
  public static Listen management(Environment env) {
    return from(env, "MANAGEMENT", 8081);
  }
}
