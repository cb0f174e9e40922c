package io.twinlane.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

  @Test
  void everyMistakeIsToldAtOnce() {
    Environment env =
        Environment.of(
            Map.of(
                "POOL_MAX", "many",
                "HTTP_PORT", "70000",
                "CACHE", "maybe",
                "ENVIRONMENT", "moon",
                "DATABASE_URL", "mysql://me:SECRET@h/app"));
    env.integer("POOL_MAX", 1, 10, 5);
    env.integer("HTTP_PORT", 0, 65_535, 8080);
    env.flag("CACHE", true);
    env.database("DATABASE_URL");

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.mistakes())
                    .hasSize(5)
                    .anyMatch(
                        mistake -> mistake.contains("POOL_MAX must be a whole number from 1 to 10"))
                    .anyMatch(mistake -> mistake.contains("HTTP_PORT"))
                    .anyMatch(mistake -> mistake.contains("CACHE must be true or false"))
                    .anyMatch(mistake -> mistake.contains("ENVIRONMENT must be dev"))
                    .anyMatch(mistake -> mistake.startsWith("DATABASE_URL: mysql:// is not"))
                    .noneMatch(mistake -> mistake.contains("SECRET")));
  }

  @Test
  void aMissingConnectionStringIsNamed() {
    Environment env = Environment.of(Map.of());
    env.database("QUERY_DATABASE_URL", "DATABASE_URL");

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .hasMessageStartingWith("DATABASE_URL is not set");
  }

  @Test
  void aLanesOwnVariableWins() {
    Environment env = Environment.of(Map.of("POOL_MAX", "7", "QUERY_POOL_MAX", "3"));

    assertThat(PoolSettings.from(env, "QUERY").connectionsMax()).isEqualTo(3);
    assertThat(PoolSettings.from(env, "WRITE").connectionsMax()).isEqualTo(7);
  }

  @Test
  void thePoolsDefaultsAreThoseOfTheDocs() {
    assertThat(PoolSettings.from(Environment.of(Map.of()), "QUERY"))
        .isEqualTo(
            new PoolSettings(
                10,
                1_000,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMinutes(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                64));
  }

  @ParameterizedTest
  @CsvSource({
    "dev,,DEVELOPMENT", "development,,DEVELOPMENT", "test,,TEST", "staging,,STAGING",
    "preview,,STAGING", "prod,,PRODUCTION", "Production,,PRODUCTION", ",production,PRODUCTION",
    "dev,production,DEVELOPMENT", ",,DEVELOPMENT"
  })
  void theEnvironmentHasAShortAndALongName(
      String environment, String nodeEnv, EnvironmentName expected) {
    Environment env =
        Environment.of(
            Map.of(
                "ENVIRONMENT", environment == null ? "" : environment,
                "NODE_ENV", nodeEnv == null ? "" : nodeEnv));

    assertThat(env.name()).isEqualTo(expected);
  }

  @Test
  void theFirstFileToSetAValueWinsAndTheRealEnvironmentBeatsAll(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve(".env.dev.local"), "A=1\n");
    Files.writeString(folder.resolve(".env.local"), "A=2\nexport B='2 # not a comment'\n");
    Files.writeString(folder.resolve(".env"), "# comment\n\nA=3\nB=3\nC=3 # comment\nD=\"3\"\n");

    Environment env = Environment.of(Map.of("D", "0"), folder);

    assertThat(env.text("A")).contains("1");
    assertThat(env.text("B")).contains("2 # not a comment");
    assertThat(env.text("C")).contains("3");
    assertThat(env.text("D")).contains("0");
  }

  @Test
  void aLineThatCannotBeReadIsAMistake(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(".env"), "A=1\nnonsense\n");
    Environment env = Environment.of(Map.of(), folder);

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .hasMessage(".env, line 2: expected NAME=value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prod | db.example.com | disable     | false | true",
        "prod | db.example.com | allow       | false | true",
        "prod | db.example.com | prefer      | false | true",
        "prod | db.example.com | require     | false | false",
        "prod | db.example.com | verify-full | false | false",
        "prod | db.example.com | disable     | true  | false",
        "prod | localhost      | disable     | false | false",
        "prod | 127.0.0.1      | prefer      | false | false",
        "dev  | db.example.com | disable     | false | false"
      })
  void productionRefusesAWayThatMayBePlainText(
      String environment, String host, String mode, String allowed, boolean refused) {
    Environment env =
        Environment.of(
            Map.of(
                "ENVIRONMENT", environment,
                "ALLOW_PLAINTEXT_DATABASE", allowed,
                "DATABASE_URL", "postgres://me:SECRET@" + host + "/app?sslmode=" + mode));

    assertThat(env.database("DATABASE_URL").isEmpty()).isEqualTo(refused);
  }

  @Test
  void aSecretMayStandInAFile(@TempDir Path folder) throws IOException {
    Path url = Files.writeString(folder.resolve("url"), "postgres://me:one@h/app\n");
    Environment env = Environment.of(Map.of("DATABASE_URL_FILE", url.toString()));

    DatabaseSource source = env.database("DATABASE_URL").orElseThrow();
    Files.writeString(url, "postgres://me:two@h/app\n");

    assertThat(source.url().password()).contains(new Secret("one"));
    assertThat(source.current().password()).contains(new Secret("two"));
  }

  @Test
  void aPasswordMayStandInAFileOfItsOwn(@TempDir Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "p@ss/word=\n");
    Environment env =
        Environment.of(
            Map.of(
                "DATABASE_URL",
                "postgres://me@h/app",
                "DATABASE_PASSWORD_FILE",
                password.toString()));

    assertThat(env.database("DATABASE_URL").orElseThrow().url().password())
        .contains(new Secret("p@ss/word="));
  }

  @Test
  void aVariableAndItsFileCannotBothBeSet() {
    Environment env =
        Environment.of(
            Map.of("DATABASE_URL", "postgres://me:SECRET@h/app", "DATABASE_URL_FILE", "/x"));
    env.database("DATABASE_URL");

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .hasMessage("DATABASE_URL and DATABASE_URL_FILE are both set: keep one");
  }

  @Test
  void aCertificateThatIsNotThereIsAMistake() {
    Environment env =
        Environment.of(
            Map.of(
                "DATABASE_URL",
                "postgres://me@h/app?sslmode=verify-full&sslrootcert=/no/such/ca.pem"));
    env.database("DATABASE_URL");

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .hasMessage("DATABASE_URL: its certificate files cannot be read: [/no/such/ca.pem]");
  }

  @Test
  void aFileThatIsNotThereIsAMistake() {
    Environment env = Environment.of(Map.of("DATABASE_URL_FILE", "/no/such/file"));
    env.database("DATABASE_URL");

    assertThatThrownBy(() -> env.check(() -> "settings"))
        .hasMessageContaining("the file /no/such/file cannot be read");
  }
}
