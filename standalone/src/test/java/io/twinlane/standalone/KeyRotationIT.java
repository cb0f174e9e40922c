package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change while the suite runs: published by an identity provider, or in a file. */
class KeyRotationIT {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String USERS = "/rest/v1/users?select=id&limit=1";

  @Test
  void newKeysOfAProviderAreTakenUpAndOldOnesForgotten() throws Exception {
    KeyPair first = pair();
    KeyPair second = pair();
    try (Provider provider = new Provider(published("first", first));
        RunningSuite suite = RunningSuite.start(Map.of("JWT_JWKS_URL", provider.url()))) {
      assertThat(status(suite, token("first", first))).isEqualTo(200);
      assertThat(status(suite, token("second", second))).isEqualTo(401);
      assertThat(status(suite, token("first", second))).isEqualTo(401);

      provider.answer = published("second", second);
      RunningSuite.await(() -> status(suite, token("second", second)) == 200);
      assertThat(status(suite, token("first", first))).isEqualTo(401);

      provider.answer = "out of order";
      assertThat(status(suite, token("third", first))).isEqualTo(401);
      assertThat(status(suite, token("second", second))).isEqualTo(200);
    }
  }

  @Test
  void withoutAProviderNobodyIsBelievedAndTheSuiteIsNotReady() throws Exception {
    KeyPair pair = pair();
    try (Provider provider = new Provider("out of order");
        RunningSuite suite = RunningSuite.startUnmigrated(Map.of("JWT_JWKS_URL", provider.url()))) {
      suite.migrate();
      RunningSuite.await(() -> suite.management("/health/ready").body().contains("token-keys"));
      assertThat(suite.management("/health/ready").statusCode()).isEqualTo(503);
      HttpResponse<String> answer =
          suite.get(USERS, "Authorization", "Bearer " + token("first", pair));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(suite.get(USERS).statusCode()).isEqualTo(401);

      provider.answer = published("first", pair);
      RunningSuite.await(() -> status(suite, token("first", pair)) == 200);
      suite.awaitReady();
    }
  }

  /** What everybody can read must not be what tokens are made with. */
  @Test
  void aPublishedSecretIsNoKey() throws Exception {
    JsonObject secret =
        new JsonObject().put("kty", "oct").put("kid", "s").put("k", BASE64.encodeToString(bytes()));
    String answer =
        new JsonObject(published("first", pair()))
            .put("keys", new JsonArray().add(secret))
            .encode();
    try (Provider provider = new Provider(answer);
        RunningSuite suite = RunningSuite.startUnmigrated(Map.of("JWT_JWKS_URL", provider.url()))) {
      suite.migrate();
      String token =
          hmac("{\"alg\":\"HS256\",\"kid\":\"s\"}", new String(bytes(), StandardCharsets.UTF_8));
      assertThat(status(suite, token)).isEqualTo(503);
    }
  }

  @Test
  void theSecretOfAFileMayChange(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("secret");
    String before = "the-secret-before-is-thirty-two-bytes-long";
    String after = "the-secret-after-is-thirty-two-bytes-long";
    Files.writeString(file, before);
    try (RunningSuite suite = RunningSuite.start(Map.of("JWT_SECRET_FILE", file.toString()))) {
      String old = hmac("{\"alg\":\"HS256\"}", before);
      assertThat(status(suite, old)).isEqualTo(200);
      Files.writeString(file, after);
      RunningSuite.await(() -> status(suite, hmac("{\"alg\":\"HS256\"}", after)) == 200);
      assertThat(status(suite, old)).isEqualTo(401);

      // a set of public keys that is being written
      String half = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"use\":\"sig\"";
      Files.writeString(file, half);
      Thread.sleep(6_000);
      assertThat(status(suite, hmac("{\"alg\":\"HS256\"}", half))).isEqualTo(401);
      assertThat(status(suite, hmac("{\"alg\":\"HS256\"}", after))).isEqualTo(200);
    }
  }

  /** As when a project moves from the one to the other. */
  @Test
  void aSecretAndPublishedKeysAreBelievedSideBySide() throws Exception {
    String secret = "a-secret-of-more-than-thirty-two-bytes-long";
    KeyPair pair = pair();
    try (Provider provider = new Provider(published("one", pair));
        RunningSuite suite =
            RunningSuite.start(Map.of("JWT_SECRET", secret, "JWT_JWKS_URL", provider.url()))) {
      assertThat(status(suite, token("one", pair))).isEqualTo(200);
      assertThat(status(suite, hmac("{\"alg\":\"HS256\"}", secret))).isEqualTo(200);
      assertThat(status(suite, hmac("{\"alg\":\"HS256\",\"kid\":\"legacy\"}", secret)))
          .isEqualTo(200);
      assertThat(status(suite, hmac("{\"alg\":\"HS256\",\"kid\":\"one\"}", secret))).isEqualTo(401);
    }
  }

  private static int status(RunningSuite suite, String token) {
    return suite.get(USERS, "Authorization", "Bearer " + token).statusCode();
  }

  private static byte[] bytes() {
    return "a-published-secret-of-thirty-two-bytes".getBytes(StandardCharsets.UTF_8);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String published(String id, KeyPair pair) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    JsonObject jwk =
        new JsonObject()
            .put("kty", "RSA")
            .put("use", "sig")
            .put("alg", "RS256")
            .put("kid", id)
            .put("n", BASE64.encodeToString(unsigned(key.getModulus().toByteArray())))
            .put("e", BASE64.encodeToString(key.getPublicExponent().toByteArray()));
    return new JsonObject().put("keys", new JsonArray().add(jwk)).encode();
  }

  private static byte[] unsigned(byte[] number) {
    return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
  }

  private static String token(String id, KeyPair pair) {
    try {
      String signed = signed("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(id));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + '.' + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmac(String header, String secret) {
    try {
      String signed = signed(header);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + '.' + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(String header) {
    String claims = "{\"role\":\"postgres\"}";
    return BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + '.'
        + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
  }

  /** An identity provider, which publishes what it is told to. */
  private static final class Provider implements AutoCloseable {

    private final HttpServer server;
    private volatile String answer;

    Provider(String answer) throws IOException {
      this.answer = answer;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/keys",
          exchange -> {
            byte[] body = this.answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
