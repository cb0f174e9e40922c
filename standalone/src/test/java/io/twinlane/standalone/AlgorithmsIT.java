package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that are signed with keys of each kind, all of one set. */
class AlgorithmsIT {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static RunningSuite suite;

  /** Kinds of keys, each with one of its own. */
  enum Algorithm {
    RS256("SHA256withRSA"),
    ES256("SHA256withECDSAinP1363Format"),
    EdDSA("Ed25519");

    private final String signature;

    @SuppressWarnings("ImmutableEnumChecker") // made once and never changed
    private final KeyPair pair;

    Algorithm(String signature) {
      this.signature = signature;
      try {
        KeyPairGenerator generator =
            KeyPairGenerator.getInstance(
                switch (name()) {
                  case "RS256" -> "RSA";
                  case "ES256" -> "EC";
                  default -> "Ed25519";
                });
        if (name().equals("ES256")) {
          generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        this.pair = generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    JsonObject jwk() {
      JsonObject jwk = new JsonObject().put("alg", name()).put("kid", name()).put("use", "sig");
      return switch (pair.getPublic()) {
        case RSAPublicKey key ->
            jwk.put("kty", "RSA")
                .put("n", number(key.getModulus(), (key.getModulus().bitLength() + 7) / 8))
                .put("e", number(key.getPublicExponent(), 3));
        case ECPublicKey key ->
            jwk.put("kty", "EC")
                .put("crv", "P-256")
                .put("x", number(key.getW().getAffineX(), 32))
                .put("y", number(key.getW().getAffineY(), 32));
        case EdECPublicKey key -> jwk.put("kty", "OKP").put("crv", "Ed25519").put("x", point(key));
        default -> throw new IllegalStateException();
      };
    }

    /** RFC 8032, section 5.1.2: little endian, with the sign of the other coordinate on top. */
    private static String point(EdECPublicKey key) {
      byte[] big = padded(key.getPoint().getY(), 32);
      byte[] little = new byte[32];
      for (int i = 0; i < 32; i++) {
        little[i] = big[31 - i];
      }
      if (key.getPoint().isXOdd()) {
        little[31] |= (byte) 0x80;
      }
      return BASE64.encodeToString(little);
    }

    private static String number(BigInteger number, int bytes) {
      return BASE64.encodeToString(padded(number, bytes));
    }

    private static byte[] padded(BigInteger number, int bytes) {
      byte[] given = number.toByteArray();
      byte[] padded = new byte[bytes];
      int from = Math.max(0, given.length - bytes);
      System.arraycopy(
          Arrays.copyOfRange(given, from, given.length),
          0,
          padded,
          bytes - (given.length - from),
          given.length - from);
      return padded;
    }

    String token(String named) {
      try {
        String head = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(named, named);
        String signed = encoded(head) + '.' + encoded("{\"role\":\"postgres\"}");
        Signature signer = Signature.getInstance(signature);
        signer.initSign(pair.getPrivate());
        signer.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + '.' + BASE64.encodeToString(signer.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String encoded(String part) {
      return BASE64.encodeToString(part.getBytes(StandardCharsets.UTF_8));
    }
  }

  @BeforeAll
  static void start() {
    JsonArray keys = new JsonArray();
    for (Algorithm algorithm : Algorithm.values()) {
      keys.add(algorithm.jwk());
    }
    suite = RunningSuite.start(Map.of("JWT_SECRET", new JsonObject().put("keys", keys).encode()));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void aTokenIsBelievedUnderTheKeyThatSignedIt(Algorithm algorithm) {
    for (Algorithm named : Algorithm.values()) {
      assertThat(status(algorithm.token(named.name()))).isEqualTo(named == algorithm ? 200 : 401);
    }
    String token = algorithm.token(algorithm.name());
    String[] parts = token.split("\\.", 3);
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    signature[signature.length / 2] ^= 1;
    String other = parts[0] + '.' + parts[1] + '.' + BASE64.encodeToString(signature);
    assertThat(status(other)).isEqualTo(401);
  }

  private static int status(String token) {
    return suite
        .get("/rest/v1/users?select=id&limit=1", "Authorization", "Bearer " + token)
        .statusCode();
  }
}
