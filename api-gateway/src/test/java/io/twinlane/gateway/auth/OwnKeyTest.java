package io.twinlane.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.Environment;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OwnKeyTest {

  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void close() {
    VERTX.close();
  }

  private static TokenSettings settings(Map<String, String> values) {
    return TokenSettings.from(Environment.of(values));
  }

  private static String token(OwnKey key, TokenSettings settings) {
    JsonObject claims = new JsonObject().put("sub", "ann").put("exp", 1).put("iss", "x");
    return key.signer(VERTX, settings).token("member", claims);
  }

  @Test
  void whatItSignsIsBelievedWithoutAnyOtherKey() {
    TokenSettings settings = settings(Map.of());
    OwnKey key = new OwnKey();
    Tokens tokens = new Tokens(VERTX, settings, key);

    Token token = tokens.verify(token(key, settings));

    assertThat(token)
        .isInstanceOfSatisfying(
            Token.Valid.class,
            valid -> {
              assertThat(valid.role()).isEqualTo("member");
              assertThat(new JsonObject(valid.claims()).getString("sub")).isEqualTo("ann");
            });
    assertThat(tokens.configured()).isFalse();
  }

  @Test
  void itSaysWhatTheSettingsAskFor() {
    TokenSettings settings =
        settings(Map.of("JWT_AUDIENCE", "here", "JWT_ISSUER", "us", "JWT_ROLE_CLAIM", ".app.role"));
    OwnKey key = new OwnKey();

    Token token = new Tokens(VERTX, settings, key).verify(token(key, settings));

    assertThat(token)
        .isInstanceOfSatisfying(
            Token.Valid.class, valid -> assertThat(valid.role()).isEqualTo("member"));
  }

  @Test
  void whatAnotherOneSignsIsNot() {
    TokenSettings settings = settings(Map.of());
    OwnKey key = new OwnKey();
    String foreign = token(new OwnKey(), settings);
    String own = token(key, settings);
    String[] parts = own.split("\\.", -1);
    String changed =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"role\":\"postgres\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2];
    String unsigned =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)
                        .replace("HS256", "none")
                        .getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[1]
            + ".";
    Tokens tokens = new Tokens(VERTX, settings, key);

    for (String token : new String[] {foreign, changed, unsigned, own + "x", parts[0]}) {
      assertThat(tokens.own(token)).isFalse();
      assertThat(tokens.verify(token)).isInstanceOf(Token.Refused.class);
    }
    assertThat(new Tokens(VERTX, settings, null).verify(own)).isInstanceOf(Token.Refused.class);
  }
}
