package io.twinlane.schema.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way to connect, and what must come of it.
 *
 * @param mode the sslmode
 * @param server whether the server has TLS
 * @param authority the root certificate that the URL names: ca, other, or none
 * @param host localhost, which the server's certificate names, or 127.0.0.1, which it does not
 * @param user of {@link TlsServer}
 * @param certificate whether the client shows its own
 * @param outcome what must come of it
 */
public record TlsCase(
    String mode,
    boolean server,
    String authority,
    String host,
    String user,
    boolean certificate,
    Outcome outcome) {

  /** What comes of connecting. */
  public enum Outcome {
    ENCRYPTED,
    PLAIN,
    REFUSED
  }

  /**
   * Every sslmode against every server, authority, name and certificate that makes a difference.
   */
  public static Stream<TlsCase> all() {
    return Stream.of(modesByServer(), authorities(), names(), users()).flatMap(cases -> cases);
  }

  private static Stream<TlsCase> modesByServer() {
    return Stream.of(
        with("disable", true, Outcome.PLAIN),
        with("disable", false, Outcome.PLAIN),
        with("allow", true, Outcome.PLAIN),
        with("allow", false, Outcome.PLAIN),
        with("prefer", true, Outcome.ENCRYPTED),
        with("prefer", false, Outcome.PLAIN),
        with("require", true, Outcome.ENCRYPTED),
        with("require", false, Outcome.REFUSED),
        with("verify-ca", true, Outcome.ENCRYPTED),
        with("verify-ca", false, Outcome.REFUSED),
        with("verify-full", true, Outcome.ENCRYPTED),
        with("verify-full", false, Outcome.REFUSED));
  }

  private static Stream<TlsCase> authorities() {
    return Stream.of("require", "verify-ca", "verify-full")
        .flatMap(mode ->
            Stream.of(
                new TlsCase(mode, true, "other", "localhost", "anyone", false, Outcome.REFUSED),
                new TlsCase(
                    mode,
                    true,
                    "none",
                    "localhost",
                    "anyone",
                    false,
                    mode.equals("require") ? Outcome.ENCRYPTED : Outcome.REFUSED)));
  }

  private static Stream<TlsCase> names() {
    return Stream.of("prefer", "require", "verify-ca", "verify-full")
        .map(mode ->
            new TlsCase(
                mode,
                true,
                "ca",
                "127.0.0.1",
                "anyone",
                false,
                mode.equals("verify-full") ? Outcome.REFUSED : Outcome.ENCRYPTED));
  }

  private static Stream<TlsCase> users() {
    return List.of(
        new TlsCase("disable", true, "none", "localhost", "encrypted", false, Outcome.REFUSED),
        new TlsCase("require", true, "ca", "localhost", "encrypted", false, Outcome.ENCRYPTED),
        new TlsCase("require", true, "ca", "localhost", "certified", false, Outcome.REFUSED),
        new TlsCase("require", true, "ca", "localhost", "certified", true, Outcome.ENCRYPTED),
        new TlsCase("verify-full", true, "ca", "localhost", "certified", true, Outcome.ENCRYPTED))
        .stream();
  }

  private static TlsCase with(String mode, boolean server, Outcome outcome) {
    return new TlsCase(mode, server, "ca", "localhost", "anyone", false, outcome);
  }

  /** The connection string for it. */
  public String url(TlsServer tls, TestDatabase plain) {
    StringBuilder url = new StringBuilder("postgres://");
    if (!server) {
      String database = plain.url().replace("127.0.0.1", host);
      return database + "?sslmode=" + mode + root(tls);
    }
    url.append(user).append('@').append(host).append(':').append(tls.port()).append("/postgres");
    url.append("?sslmode=").append(mode).append(root(tls));
    if (certificate) {
      url.append("&sslcert=")
          .append(tls.client("pem"))
          .append("&sslkey=")
          .append(tls.client("key"));
    }
    return url.toString();
  }

  private String root(TlsServer tls) {
    return authority.equals("none") ? "" : "&sslrootcert=" + tls.authority(authority);
  }
}
