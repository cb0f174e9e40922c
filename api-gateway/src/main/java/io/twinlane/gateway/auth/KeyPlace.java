package io.twinlane.gateway.auth;

import java.net.URI;
import java.nio.file.Path;

/** Where keys are that may be other ones tomorrow. */
public sealed interface KeyPlace {

  /** A file with what {@code JWT_SECRET} may hold; looked at every few seconds. */
  record File(Path path) implements KeyPlace {}

  /** A JSON Web Key Set (RFC 7517) that an identity provider publishes. */
  record Url(URI uri) implements KeyPlace {}
}
