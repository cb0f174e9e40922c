package io.twinlane.schema.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import io.vertx.core.transport.Transport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransportChoiceTest {

  @ParameterizedTest
  @CsvSource({"auto,AUTO", "io_uring,IO_URING", "epoll,EPOLL", "nio,NIO"})
  void itIsChosenByItsName(String word, TransportChoice choice) {
    assertThat(TransportChoice.from(Environment.of(Map.of("TRANSPORT", word)))).isEqualTo(choice);
  }

  @Test
  void withoutASettingItIsWhatThereIs() {
    assertThat(TransportChoice.from(Environment.of(Map.of()))).isEqualTo(TransportChoice.AUTO);
  }

  @Test
  void anyOtherWordIsAMistake() {
    Environment env = Environment.of(Map.of("TRANSPORT", "pigeons"));

    TransportChoice.from(env);

    assertThatThrownBy(() -> env.check(() -> "read"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("TRANSPORT must be one of auto, io_uring, epoll, nio, not 'pigeons'");
  }

  @Test
  void thereIsAlwaysOne() {
    assertThat(TransportChoice.AUTO.transport().available()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
  void whatIsAskedForByNameIsThereOrEndsTheStart(TransportChoice choice) {
    try {
      Transport transport = choice.transport();
      assertThat(transport.name()).isEqualTo(choice.word());
    } catch (StartException refused) {
      assertThat(refused).hasMessageContaining("TRANSPORT=" + choice.word());
    }
  }
}
