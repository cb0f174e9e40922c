package io.twinlane.postgres;

import io.twinlane.schema.settings.Tls;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;

/** A libpq sslmode as options of the driver. */
final class Encryption {

  private static final String NO_NAME_CHECK = "";
  private static final String NAME_CHECK = "HTTPS";

  private Encryption() {}

  /**
   * The options with TLS as it is asked for. They are explicit in every mode: without them the
   * client fails where it should verify, and talks plain text where it should prefer TLS.
   */
  static PgConnectOptions applied(PgConnectOptions options, Tls tls) {
    return switch (tls.mode()) {
      case DISABLE -> options.setSslMode(SslMode.DISABLE);
      case ALLOW -> options.setSslMode(SslMode.ALLOW).setSslOptions(anyServer(tls));
      case PREFER -> options.setSslMode(SslMode.PREFER).setSslOptions(anyServer(tls));
      case REQUIRE -> options.setSslMode(SslMode.REQUIRE).setSslOptions(required(tls));
      case VERIFY_CA ->
          options.setSslMode(SslMode.VERIFY_CA).setSslOptions(trusted(tls, NO_NAME_CHECK));
      case VERIFY_FULL ->
          options.setSslMode(SslMode.VERIFY_FULL).setSslOptions(trusted(tls, NAME_CHECK));
    };
  }

  /** As libpq does it: a root certificate that is named is verified, also where it need not be. */
  private static ClientSSLOptions required(Tls tls) {
    return tls.rootCertificate().isPresent() ? trusted(tls, NO_NAME_CHECK) : anyServer(tls);
  }

  private static ClientSSLOptions anyServer(Tls tls) {
    return certified(tls).setTrustAll(true).setHostnameVerificationAlgorithm(NO_NAME_CHECK);
  }

  private static ClientSSLOptions trusted(Tls tls, String nameCheck) {
    return certified(tls)
        .setTrustOptions(
            tls.rootCertificate().map(Encryption::pem).orElseGet(Encryption::trustOfJvm))
        .setHostnameVerificationAlgorithm(nameCheck);
  }

  private static ClientSSLOptions certified(Tls tls) {
    ClientSSLOptions options = new ClientSSLOptions();
    tls.client()
        .ifPresent(client ->
            options.setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(client.certificate().toString())
                    .setKeyPath(client.key().toString())));
    return options;
  }

  private static TrustOptions pem(Path file) {
    return new PemTrustOptions().addCertPath(file.toString());
  }

  private static TrustOptions trustOfJvm() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return TrustOptions.wrap(factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no trust store", e);
    }
  }
}
