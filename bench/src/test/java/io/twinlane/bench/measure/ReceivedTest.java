package io.twinlane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[12]",
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[12]\r\n1\r\n]\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 40\r\n\r\n",
        "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\n{}"
      })
  void anAnswerIsWholeWithItsLastByteAndNotBefore(String answer) {
    Received received = new Received();

    for (int i = 0; i < answer.length() - 1; i++) {
      assertThat(received.whole(Buffer.buffer(answer.substring(i, i + 1))))
          .as("byte " + i)
          .isNull();
    }
    String whole = received.whole(Buffer.buffer(answer.substring(answer.length() - 1)));

    assertThat(whole).startsWith(answer.substring(0, answer.indexOf("\r\n\r\n")));
  }

  @Test
  void theNextAnswerBeginsAnew() {
    Received received = new Received();
    String first = received.whole(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"));

    String second = received.whole(Buffer.buffer("HTTP/1.1 204 No Content\r\n\r\n"));

    assertThat(first).startsWith("HTTP/1.1 200");
    assertThat(second).startsWith("HTTP/1.1 204");
  }

  @Test
  void ofAFailureTheBodyIsTold() {
    String answer = "HTTP/1.1 409 Conflict\r\nContent-Length: 12\r\n\r\n{\"code\":\"x\"}";

    String whole = new Received().whole(Buffer.buffer(answer));

    assertThat(whole).isEqualTo(answer);
  }
}
