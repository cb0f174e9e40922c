package io.twinlane.schema.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a connection to PostgreSQL is protected (PostgreSQL manual, 32.18).
 *
 * @param mode the sslmode
 * @param rootCertificate PEM file of the certificates to trust; empty for those that the JVM trusts
 * @param client the certificate that the client shows, if any
 */
public record Tls(Mode mode, Optional<Path> rootCertificate, Optional<Client> client) {

  /** Every file that is named. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    rootCertificate.ifPresent(files::add);
    client.ifPresent(pair -> files.addAll(List.of(pair.certificate(), pair.key())));
    return files;
  }

  /** The sslmodes of libpq, weakest first. */
  public enum Mode {
    DISABLE("disable"),
    /** Plain text unless the server insists on TLS. */
    ALLOW("allow"),
    /** TLS if the server has it, plain text if not. */
    PREFER("prefer"),
    /** TLS, whoever the server is. */
    REQUIRE("require"),
    /** TLS, and a certificate that is trusted. */
    VERIFY_CA("verify-ca"),
    /** TLS, and a trusted certificate with the host's name. */
    VERIFY_FULL("verify-full");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /** As libpq spells it. */
    public String word() {
      return word;
    }

    /** Whether a connection may end up in plain text. */
    public boolean mayBePlain() {
      return compareTo(REQUIRE) < 0;
    }

    static Mode parse(String text) {
      for (Mode mode : values()) {
        if (mode.word.equals(text)) {
          return mode;
        }
      }
      throw new IllegalArgumentException(
          "sslmode is one of disable, allow, prefer, require, verify-ca, verify-full");
    }
  }

  /** PEM files of a certificate and its key. */
  public record Client(Path certificate, Path key) {}
}
