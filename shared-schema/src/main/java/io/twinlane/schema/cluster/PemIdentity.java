package io.twinlane.schema.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The identity that a team gives a member in PEM files. Reads them once, and blocks meanwhile. */
final class PemIdentity {

  private PemIdentity() {}

  /** A {@link JoinException} names the variable whose file is not what it should be. */
  static Identity of(Protection.Certificates files) {
    return new Identity(
        key(files.key()),
        certificates("CLUSTER_TLS_CERT_FILE", files.certificate()),
        certificates("CLUSTER_TLS_CA_FILE", files.authority()));
  }

  private static List<Certificate> certificates(String variable, Path file) {
    try (var content = Files.newInputStream(file)) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(content));
      if (found.isEmpty()) {
        throw new CertificateException("it is empty");
      }
      return found;
    } catch (IOException | CertificateException e) {
      throw new JoinException(variable + " holds no certificate in PEM: " + file, e);
    }
  }

  private static PrivateKey key(Path file) {
    try (BufferedReader text = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(text)) {
      Object found = parser.readObject();
      // openssl ecparam writes the curve before the key
      while (found != null
          && !(found instanceof PrivateKeyInfo)
          && !(found instanceof PEMKeyPair)) {
        found = parser.readObject();
      }
      return switch (found) {
        case PrivateKeyInfo key -> new JcaPEMKeyConverter().getPrivateKey(key);
        case PEMKeyPair pair -> new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        case null, default -> throw new IOException("no key");
      };
    } catch (IOException e) {
      throw new JoinException(
          "CLUSTER_TLS_KEY_FILE holds no private key in PEM without a password: " + file, e);
    }
  }
}
