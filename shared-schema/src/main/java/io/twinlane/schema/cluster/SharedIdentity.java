package io.twinlane.schema.cluster;

import io.twinlane.schema.settings.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The identity that follows from a secret: the same key and the same certificate, byte for byte, in
 * every process that knows it.
 *
 * <p>HKDF-SHA256 makes an Ed25519 key of it. Nobody can tell the secret from what is sent, and
 * without the key nobody can take part.
 */
final class SharedIdentity {

  private static final byte[] SALT = "twinlane cluster".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PURPOSE = "member key, version 1".getBytes(StandardCharsets.UTF_8);
  private static final int SEED_BYTES = 32;
  private static final X500Name NAME = new X500Name("CN=twinlane-cluster");

  /** Fixed, so that clocks have no say and the certificate is the same everywhere. */
  private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));

  private static final Date UNTIL = Date.from(Instant.parse("2120-01-01T00:00:00Z"));

  private SharedIdentity() {}

  static Identity of(Secret secret) {
    try {
      Ed25519PrivateKeyParameters pair = new Ed25519PrivateKeyParameters(seed(secret));
      KeyFactory keys = KeyFactory.getInstance("Ed25519");
      PrivateKey key =
          keys.generatePrivate(
              new PKCS8EncodedKeySpec(
                  PrivateKeyInfoFactory.createPrivateKeyInfo(pair).getEncoded()));
      PublicKey publicKey =
          keys.generatePublic(
              new X509EncodedKeySpec(
                  SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.generatePublicKey())
                      .getEncoded()));
      X509Certificate certificate = certificate(key, publicKey);
      return new Identity(key, List.of(certificate), List.of(certificate));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no key can be made of CLUSTER_SECRET", e);
    }
  }

  private static byte[] seed(Secret secret) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addSalt(SALT)
                .addIKM(secret.value().getBytes(StandardCharsets.UTF_8))
                .thenExpand(PURPOSE, SEED_BYTES));
  }

  private static X509Certificate certificate(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(NAME, BigInteger.ONE, FROM, UNTIL, NAME, publicKey)
                .build(new JcaContentSignerBuilder("Ed25519").build(key)));
  }
}
