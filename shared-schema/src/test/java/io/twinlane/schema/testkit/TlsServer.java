package io.twinlane.schema.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A PostgreSQL server with TLS, whose certificate is for {@code localhost} and signed by an
 * authority of the test's own.
 *
 * <p>Users: {@code anyone} gets in either way, {@code encrypted} only over TLS, {@code certified}
 * only with a certificate of that name.
 */
public final class TlsServer implements AutoCloseable {

  private final Path folder;
  private final EmbeddedPostgres server;

  private TlsServer(Path folder, EmbeddedPostgres server) {
    this.folder = folder;
    this.server = server;
  }

  /** Starts one, with its files in a folder. */
  public static TlsServer start(Path folder) {
    try {
      writeCertificates(folder);
      Files.writeString(
          folder.resolve("hba.conf"),
          """
          local all all trust
          host all postgres all trust
          host all anyone all trust
          host all guarded all scram-sha-256
          hostssl all encrypted all trust
          hostssl all certified all cert
          """);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("ssl", "on")
              .setServerConfig("ssl_cert_file", folder.resolve("server.pem").toString())
              .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
              .setServerConfig("ssl_ca_file", folder.resolve("ca.pem").toString())
              .setServerConfig("hba_file", folder.resolve("hba.conf").toString())
              .start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        for (String user : List.of("anyone", "encrypted", "certified")) {
          statement.execute("create role " + user + " login");
        }
        statement.execute("create role guarded login password 'right'");
      }
      return new TlsServer(folder, server);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /**
   * The certificate of an authority, {@code ca} for the right one and {@code other} for a wrong
   * one.
   */
  public Path authority(String name) {
    return folder.resolve(name + ".pem");
  }

  /** The client's certificate and its key. */
  public Path client(String kind) {
    return folder.resolve("client." + kind);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeCertificates(Path folder) {
    X509Bundle authority = authorityNamed("CN=Test authority");
    write(folder.resolve("ca.pem"), authority.getCertificatePEM());
    write(folder.resolve("other.pem"), authorityNamed("CN=Other authority").getCertificatePEM());
    X509Bundle server =
        issued(
            new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost"), authority);
    write(folder.resolve("server.pem"), server.getCertificatePathPEM());
    write(folder.resolve("server.key"), server.getPrivateKeyPEM());
    X509Bundle client = issued(new CertificateBuilder().subject("CN=certified"), authority);
    write(folder.resolve("client.pem"), client.getCertificatePathPEM());
    write(folder.resolve("client.key"), client.getPrivateKeyPEM());
  }

  private static X509Bundle authorityNamed(String name) {
    try {
      return new CertificateBuilder()
          .subject(name)
          .rsa2048()
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Bundle issued(CertificateBuilder certificate, X509Bundle authority) {
    try {
      return certificate.rsa2048().buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
