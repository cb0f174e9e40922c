package io.twinlane.schema.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The key and the certificate that a member shows, and the certificates that it believes. */
record Identity(PrivateKey key, List<Certificate> chain, List<Certificate> trusted) {

  /** The only protocol that is spoken. */
  static final String PROTOCOL = "TLSv1.3";

  /** The stores never leave the memory of the process that holds their keys anyway. */
  private static final char[] IN_MEMORY = "in-memory".toCharArray();

  Identity {
    chain = List.copyOf(chain);
    trusted = List.copyOf(trusted);
  }

  /** For the sockets of the membership. */
  SSLContext context() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(keyStore(), IN_MEMORY);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trustStore());
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificates cannot be used", e);
    }
  }

  /** The key, as the event bus takes it. */
  PfxOptions keyOptions() {
    return options(this::keyStore);
  }

  /** Whom to believe, as the event bus takes it. */
  PfxOptions trustOptions() {
    return options(this::trustStore);
  }

  private KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry("member", key, IN_MEMORY, chain.toArray(Certificate[]::new));
    return store;
  }

  private KeyStore trustStore() throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (Certificate certificate : trusted) {
      store.setCertificateEntry("trusted-" + store.size(), certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY);
    return store;
  }

  private static PfxOptions options(Store store) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      store.make().store(bytes, IN_MEMORY);
      return new PfxOptions()
          .setPassword(String.valueOf(IN_MEMORY))
          .setValue(Buffer.buffer(bytes.toByteArray()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificates cannot be used", e);
    }
  }

  /** It holds a key, so that it prints as {@code ***}. */
  @Override
  public String toString() {
    return "***";
  }

  private interface Store {
    KeyStore make() throws GeneralSecurityException, IOException;
  }
}
