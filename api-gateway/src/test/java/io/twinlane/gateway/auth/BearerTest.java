package io.twinlane.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerTest {

  @ParameterizedTest
  @CsvSource({
    "Bearer abc,abc",
    "bearer   abc,abc",
    "'  BEARER abc  ',abc",
    "Bearer a b,a b",
    "Bearer,''",
    "'Bearer  ',''",
    "Bearerabc,",
    "Basic abc,",
  })
  void theTokenIsWhatFollows(String header, String token) {
    assertThat(token(header)).isEqualTo(token);
  }

  /** Anybody may send this, and nobody else is answered meanwhile. */
  @Test
  void blanksAreLookedAtOnce() {
    String blanks = " ".repeat(5_000_000);

    assertThat(token("Bearer a" + blanks + "b")).hasSize(5_000_002);
    assertThat(token("Bearer" + blanks + "\u0085")).isEqualTo("\u0085");
    assertThat(token(blanks + "c" + blanks)).isNull();
  }

  private static @Nullable String token(String header) {
    return Bearer.token(MultiMap.caseInsensitiveMultiMap().add("Authorization", header));
  }
}
