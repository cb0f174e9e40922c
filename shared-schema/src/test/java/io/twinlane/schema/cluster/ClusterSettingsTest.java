package io.twinlane.schema.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import io.twinlane.schema.settings.SettingsException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

  private static final String SECRET = "a secret of more than 32 characters";

  @Test
  void inDevelopmentNothingNeedsToBeSet() {
    assertThat(ClusterSettings.from(Environment.of(Map.of())))
        .isEqualTo(
            new ClusterSettings(
                InetAddress.getLoopbackAddress(),
                7800,
                7801,
                List.of(new Seed("127.0.0.1", Optional.of(7800))),
                new Protection.None()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "prod"})
  void whereItMattersMembersAndASecretMustBeSet(String environment) {
    assertThat(mistakes(Map.of("ENVIRONMENT", environment, "CLUSTER_HOST", "192.0.2.1")))
        .hasSize(2)
        .anyMatch(mistake -> mistake.startsWith("CLUSTER_MEMBERS is not set"))
        .anyMatch(mistake -> mistake.startsWith("CLUSTER_SECRET is not set"));
  }

  @Test
  void everyMistakeIsToldAtOnceAndNoneTellsTheSecret() {
    Map<String, String> values =
        Map.of(
            "CLUSTER_HOST", "0.0.0.0",
            "CLUSTER_PORT", "5000",
            "CLUSTER_BUS_PORT", "5000",
            "CLUSTER_MEMBERS", "query-service,write service,host:99999",
            "CLUSTER_SECRET", "too-short",
            "CLUSTER_TLS_CERT_FILE", "/nowhere/cert.pem");

    assertThat(mistakes(values))
        .hasSize(8)
        .anyMatch(mistake -> mistake.startsWith("CLUSTER_HOST must be an address"))
        .anyMatch(mistake -> mistake.contains("both 5000"))
        .anyMatch(mistake -> mistake.contains("not 'write service'"))
        .anyMatch(mistake -> mistake.contains("not 'host:99999'"))
        .anyMatch(mistake -> mistake.contains("32 characters or more"))
        .anyMatch(mistake -> mistake.contains("cannot be read: /nowhere/cert.pem"))
        .anyMatch(mistake -> mistake.contains("belong together"))
        .anyMatch(mistake -> mistake.contains("keep one"))
        .noneMatch(mistake -> mistake.contains("too-short"));
  }

  @Test
  void inClearTextTheClusterIsOnLoopbackOnly() {
    assertThat(mistakes(Map.of("CLUSTER_HOST", "192.0.2.1")))
        .singleElement()
        .asString()
        .startsWith("CLUSTER_HOST: without CLUSTER_SECRET");
  }

  @Test
  void withASecretAnyAddressIsGood() {
    Map<String, String> values = Map.of("CLUSTER_HOST", "192.0.2.1", "CLUSTER_SECRET", SECRET);

    ClusterSettings settings = ClusterSettings.from(Environment.of(values));

    assertThat(settings.host().getHostAddress()).isEqualTo("192.0.2.1");
    assertThat(settings.protection()).isEqualTo(new Protection.Shared(new Secret(SECRET)));
  }

  @Test
  void theSecretIsInNoText() {
    Map<String, String> values = Map.of("CLUSTER_SECRET", SECRET);

    ClusterSettings settings = ClusterSettings.from(Environment.of(values));

    assertThat(settings.toString()).doesNotContain(SECRET).contains("***");
    assertThat(SharedIdentity.of(new Secret(SECRET)).toString()).isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource({
    "query-service, query-service, ",
    "query-service:7900, query-service, 7900",
    "10.0.0.1:7800, 10.0.0.1, 7800",
    "fd00::1, fd00::1, ",
    "[fd00::1], fd00::1, ",
    "[fd00::1]:7800, fd00::1, 7800",
    "::1, ::1, ",
  })
  void membersAreNamesOrAddressesWithAPortOrWithout(String text, String host, Integer port) {
    assertThat(Seed.parse(text)).contains(new Seed(host, Optional.ofNullable(port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "host:", "host:0", "host:65536", "host:x", "http://host", "[fd00::1"})
  void whatIsNoMemberIsRefused(String text) {
    assertThat(Seed.parse(text)).isEmpty();
  }

  @Test
  void aNameThatIsNotKnownHasNoAddressesYet() {
    assertThat(new Seed("nobody.invalid", Optional.empty()).addresses(7800)).isEmpty();
  }

  @Test
  void theSameSecretMakesTheSameCertificateAndAnotherAnother() {
    Identity one = SharedIdentity.of(new Secret(SECRET));
    Identity same = SharedIdentity.of(new Secret(SECRET));
    Identity other = SharedIdentity.of(new Secret(SECRET + "!"));

    assertThat(one.chain()).isEqualTo(same.chain()).isNotEqualTo(other.chain());
  }

  private static List<String> mistakes(Map<String, String> values) {
    try {
      ClusterSettings.from(Environment.of(values));
      return List.of();
    } catch (SettingsException e) {
      return e.mistakes();
    }
  }
}
