package io.twinlane.schema.cluster;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An authority of a test's own, which writes PEM files. */
record Authority(X509Bundle bundle, Path folder, String name) {

  static Authority named(String name, Path folder) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(folder.resolve(name + "-ca.pem"), bundle.getCertificatePEM());
    return new Authority(bundle, folder, name);
  }

  /** The settings of a member that has a certificate of this authority. */
  Map<String, String> settingsFor(String member) throws Exception {
    X509Bundle issued =
        new CertificateBuilder().subject("CN=" + member).ecp256().buildIssuedBy(bundle);
    Path certificate = folder.resolve(member + ".pem");
    Path key = folder.resolve(member + ".key");
    Files.writeString(certificate, issued.getCertificatePathPEM());
    Files.writeString(key, issued.getPrivateKeyPEM());
    return Map.of(
        "CLUSTER_TLS_CERT_FILE", certificate.toString(),
        "CLUSTER_TLS_KEY_FILE", key.toString(),
        "CLUSTER_TLS_CA_FILE", folder.resolve(name + "-ca.pem").toString());
  }
}
