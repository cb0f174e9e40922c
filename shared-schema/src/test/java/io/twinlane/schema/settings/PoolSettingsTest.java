package io.twinlane.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolSettingsTest {

  @Test
  void sizeAndTimesAreAsTheyAreSet() {
    PoolSettings pool =
        PoolSettings.from(
            Environment.of(
                Map.of(
                    "POOL_MAX", "20",
                    "POOL_IDLE_TIMEOUT_MS", "30000",
                    "CONNECT_TIMEOUT_MS", "5000")),
            "QUERY");

    assertThat(pool.connectionsMax()).isEqualTo(20);
    assertThat(pool.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pool.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aLaneMayHaveAnotherSizeThanTheOthers() {
    Environment environment = Environment.of(Map.of("POOL_MAX", "20", "WRITE_POOL_MAX", "3"));

    assertThat(PoolSettings.from(environment, "WRITE").connectionsMax()).isEqualTo(3);
    assertThat(PoolSettings.from(environment, "QUERY").connectionsMax()).isEqualTo(20);
  }
}
