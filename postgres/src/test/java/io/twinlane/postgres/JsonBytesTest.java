package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 7, -1, 10, 99, 100, -1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
  void aNumberIsWrittenAsItsDigits(long value) {
    JsonBytes out = new JsonBytes(1_000);

    out.number(value);

    assertThat(text(out)).isEqualTo(Long.toString(value));
  }

  @Test
  void aStringIsEscapedAsPostgresqlDoesIt() {
    JsonBytes out = new JsonBytes(1_000);

    out.string("a\"b\\c/\b\f\n\r\t\u0001\u001f\u007fé€😀");

    assertThat(text(out)).isEqualTo("\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\u007fé€😀\"");
  }

  @Test
  void rawTextIsUtf8() {
    JsonBytes out = new JsonBytes(10_000);
    String text = "é€😀 ".repeat(300);

    out.raw(text);

    assertThat(text(out)).isEqualTo(text);
  }

  @Test
  void moreThanTheLimitIsRefused() {
    JsonBytes out = new JsonBytes(10);
    out.raw("0123456789");
    out.checkSize();
    out.raw('!');

    assertThatThrownBy(out::checkSize).isInstanceOf(JsonBytes.TooLargeException.class);
  }

  @Test
  void aTextThatCannotFitTakesNoMemory() {
    JsonBytes out = new JsonBytes(10);
    String text = "x".repeat(1_000);

    assertThatThrownBy(() -> out.string(text)).isInstanceOf(JsonBytes.TooLargeException.class);
    assertThatThrownBy(() -> out.raw(text)).isInstanceOf(JsonBytes.TooLargeException.class);
  }

  private static String text(JsonBytes out) {
    return new String(out.toArray(), StandardCharsets.UTF_8);
  }
}
