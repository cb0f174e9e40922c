package io.twinlane.schema.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CausesTest {

  private static final String VALUE = "CaNaRy";

  static Stream<Runnable> readers() {
    return Stream.of(
        () -> Integer.parseInt(VALUE),
        () -> Instant.parse("a" + VALUE.length() + VALUE),
        () -> new JsonObject("{\"a\": " + VALUE + "}"));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void whatCouldNotBeReadIsNotQuoted(Runnable reader) {
    String words = "nothing failed";
    try {
      reader.run();
    } catch (RuntimeException e) {
      words = Causes.words(e);
    }

    assertThat(words).isNotEqualTo("nothing failed").doesNotContain(VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid input syntax for type integer: \"CaNaRy\"",
        "Parameter at position[0] with class = [java.lang.String] and value = [CaNaRy] can not",
        "no such key: 'CaNaRy'",
        "unfinished \"CaNaRy",
        "{\"password\":\"CaNaRy\"}"
      })
  void whatIsQuotedIsLeftOut(String message) {
    assertThat(Causes.words(new IllegalStateException(message))).doesNotContain(VALUE);
  }

  @Test
  void whatHelpsIsLeft() {
    assertThat(Causes.words(new ConnectException("Connection refused: /127.0.0.1:1, isn't it")))
        .isEqualTo("Connection refused: /127.0.0.1:1, isn't it");
  }

  @Test
  void aCauseWithoutWordsIsCalledByItsClass() {
    assertThat(Causes.words(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
