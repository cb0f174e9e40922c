package io.twinlane.schema.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import io.twinlane.schema.settings.SettingsException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceSettingsTest {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @TempDir private Path folder;

  @Test
  void thereAreNoTracesUnlessAReceiverIsNamed() {
    assertThat(read(Map.of("OTEL_SERVICE_NAME", "shop"))).isEmpty();
  }

  @Test
  void theDefaultsAreThoseOfOpenTelemetry() {
    TraceSettings settings = read(Map.of(ENDPOINT, "http://collector:4318")).orElseThrow();

    assertThat(settings)
        .isEqualTo(
            new TraceSettings(
                new TraceSettings.Receiver(
                    URI.create("http://collector:4318/v1/traces"),
                    Map.of(),
                    Duration.ofSeconds(10)),
                Map.of(
                    "service.name",
                    "gateway",
                    "service.version",
                    "1.2.3",
                    "deployment.environment.name",
                    "dev"),
                new Sampling(Sampling.Rule.PARENTBASED_ALWAYS_ON, 1),
                new TraceSettings.Batches(
                    2_048, 512, Duration.ofSeconds(5), Duration.ofSeconds(30))));
  }

  @Test
  void anAddressForTracesAloneIsTakenAsItIs() {
    TraceSettings settings =
        read(Map.of(
                ENDPOINT,
                "http://collector:4318/",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "https://other/in"))
            .orElseThrow();

    assertThat(settings.receiver().endpoint()).isEqualTo(URI.create("https://other/in"));
  }

  @Test
  void theWholeIsSwitchedOffByTheStandardsOwnSwitch() {
    assertThat(read(Map.of(ENDPOINT, "http://collector:4318", "OTEL_SDK_DISABLED", "true")))
        .isEmpty();
  }

  @Test
  void aServicesNameWinsOverThatInTheAttributes() {
    TraceSettings settings =
        read(Map.of(
                ENDPOINT,
                "http://collector:4318",
                "OTEL_SERVICE_NAME",
                "mine",
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.name=theirs, team=a%2Cb"))
            .orElseThrow();

    assertThat(settings.resource())
        .containsEntry("service.name", "mine")
        .containsEntry("team", "a,b");
  }

  @Test
  void headersAreSecretsAndMayStandInAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("headers"), "api-key=CaNaRy+1,x=y%20z\n");

    TraceSettings settings =
        read(Map.of(
                ENDPOINT,
                "http://collector:4318",
                "OTEL_EXPORTER_OTLP_HEADERS_FILE",
                file.toString()))
            .orElseThrow();

    assertThat(settings.receiver().headers())
        .isEqualTo(Map.of("api-key", new Secret("CaNaRy+1"), "x", new Secret("y z")));
    assertThat(settings.toString()).doesNotContain("CaNaRy");
  }

  @ParameterizedTest
  @CsvSource({
    "always_on, ALWAYS_ON",
    "always_off, ALWAYS_OFF",
    "traceidratio, TRACEIDRATIO",
    "parentbased_always_off, PARENTBASED_ALWAYS_OFF",
    "parentbased_traceidratio, PARENTBASED_TRACEIDRATIO"
  })
  void samplersHaveTheNamesOfTheStandard(String name, Sampling.Rule rule) {
    TraceSettings settings =
        read(Map.of(
                ENDPOINT,
                "http://collector:4318",
                "OTEL_TRACES_SAMPLER",
                name,
                "OTEL_TRACES_SAMPLER_ARG",
                "0.25"))
            .orElseThrow();

    assertThat(settings.sampling()).isEqualTo(new Sampling(rule, 0.25));
  }

  @Test
  void allMistakesAreToldAtOnceAndNoneShowsAKey() {
    Environment env =
        Environment.of(
            Map.of(
                ENDPOINT,
                "http://me:CaNaRy@collector",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "collector:4317",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "CaNaRy",
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "grpc",
                "OTEL_RESOURCE_ATTRIBUTES",
                "nothing",
                "OTEL_TRACES_SAMPLER",
                "sometimes",
                "OTEL_TRACES_SAMPLER_ARG",
                "2",
                "OTEL_BSP_MAX_QUEUE_SIZE",
                "10"));
    TraceSettings.from(env, "gateway", "1.2.3");

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .isInstanceOfSatisfying(
            SettingsException.class,
            mistakes -> {
              assertThat(
                      String.valueOf(mistakes.getMessage())
                          .lines()
                          .filter(line -> line.contains("OTEL_")))
                  .hasSize(8);
              assertThat(mistakes).hasMessageNotContaining("CaNaRy");
            });
  }

  private static Optional<TraceSettings> read(Map<String, String> values) {
    Environment env = Environment.of(values);
    Optional<TraceSettings> settings = TraceSettings.from(env, "gateway", "1.2.3");
    return env.check(() -> settings);
  }
}
