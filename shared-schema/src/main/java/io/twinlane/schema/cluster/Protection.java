package io.twinlane.schema.cluster;

import io.twinlane.schema.settings.Secret;
import java.nio.file.Path;

/** What keeps strangers out. */
sealed interface Protection {

  /** Nothing does: everything is in clear text, on loopback only. */
  record None() implements Protection {}

  /** Mutual TLS with the one key that everybody derives who has the secret. */
  record Shared(Secret secret) implements Protection {}

  /** Mutual TLS with PEM files: any certificate of the authority may join. */
  record Certificates(Path certificate, Path key, Path authority) implements Protection {}
}
