package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tools serve which server. */
class ClientToolsTest {

  private static final List<ClientTools> INSTALLED =
      Stream.of("14.2", "15.18", "17.6", "17.10", "18beta1")
          .map(version -> new ClientTools(Path.of("/pg/" + version), version))
          .toList();

  @ParameterizedTest
  @CsvSource({"13, 14.2", "14, 14.2", "15, 15.18", "16, 17.10", "17, 17.10", "18, 18beta1"})
  void theOldestThatAreNewEnoughAreTaken(int server, String version) {
    assertThat(ClientTools.best(INSTALLED, server))
        .hasValueSatisfying(tools -> assertThat(tools.version()).isEqualTo(version));
  }

  @Test
  void noneServeALaterServer() {
    assertThat(ClientTools.best(INSTALLED, 19)).isEmpty();
  }

  @Test
  void theAdviceNamesWhatIsThereAndWhatIsNot() {
    BackupSettings settings =
        new BackupSettings(Duration.ofDays(1), Optional.of(Path.of("/opt/pg")));

    String advice = ClientTools.advice(19, INSTALLED.subList(0, 1), settings);

    assertThat(advice)
        .contains("PostgreSQL 19 or later", "14.2 in /pg/14.2", "PG_BIN, which is /opt/pg")
        .contains("postgresql-client-19", "postgresql19-client", "postgresql@19");
  }
}
