package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.bus.NearCacheSettings;
import io.twinlane.migrator.backup.BackupSettings;
import io.twinlane.migrator.migrate.MigrationTerms;
import io.twinlane.schema.cluster.ClusterSettings;
import io.twinlane.schema.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of variables and the example file say what the code reads, no more and no less. */
class ConfigurationTest {

  private static final Path ROOT = Path.of(System.getProperty("user.dir"), "..");
  private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

  /** Read by the launcher, or before the settings. */
  private static final Set<String> READ_ELSEWHERE =
      Set.of("TWINLANE_HOME", "ENVIRONMENT", "NODE_ENV");

  /** Read by docker-compose.yml alone. */
  private static final Set<String> OF_COMPOSE =
      Set.of(
          "PUBLISH",
          "SECRETS",
          "SERVICE_MEMORY",
          "POSTGRES_MEMORY",
          "IMAGES",
          "TAG",
          "POSTGRES_IMAGE",
          "PROMETHEUS_IMAGE",
          "PROMETHEUS_PUBLISH",
          "GRAFANA_IMAGE",
          "GRAFANA_PUBLISH",
          "BUILD_IMAGE",
          "NODE_IMAGE",
          "RUNTIME_IMAGE",
          "JARS");

  /** For a launcher, for tools that the images do not hold, or another name of the same. */
  private static final Set<String> NOT_IN_CONTAINERS =
      Set.of("TWINLANE_HOME", "NODE_ENV", "PG_BIN");

  /** What the ports and names of the containers rest on. */
  private static final Set<String> FIXED_IN_CONTAINERS =
      Set.of("HTTP_HOST", "HTTP_PORT", "MANAGEMENT_HOST", "MANAGEMENT_PORT", "CLUSTER_HOST");

  @Test
  void thePageHasEveryVariable() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/configuration.md"))) {
      if (line.startsWith("| `")) {
        Matcher matcher = VARIABLE.matcher(line.substring(0, line.indexOf('|', 2)));
        while (matcher.find()) {
          documented.add(matcher.group(1));
        }
      }
    }

    assertThat(documented).isEqualTo(read());
  }

  @Test
  void theExampleHasEveryVariable() throws IOException {
    Set<String> example = new TreeSet<>();
    for (String line : Files.readAllLines(ROOT.resolve(".env.example"))) {
      Matcher matcher = Pattern.compile("^#?([A-Z][A-Z0-9_]+)=").matcher(line);
      if (matcher.find()) {
        example.add(matcher.group(1));
      }
    }

    assertThat(example).containsAll(read());
    example.removeAll(read());
    assertThat(example).isEqualTo(OF_COMPOSE);
  }

  /** Each with its default, so that nobody needs another page to see what can be set. */
  @Test
  void theComposeFileShowsEveryVariable() throws IOException {
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
    Set<String> shown = new TreeSet<>();
    Matcher matcher = Pattern.compile("(?m)^ +([A-Z][A-Z0-9_]+): ").matcher(compose);
    while (matcher.find()) {
      shown.add(matcher.group(1));
    }
    Set<String> settable = new TreeSet<>();
    matcher = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+):?-").matcher(compose);
    while (matcher.find()) {
      settable.add(matcher.group(1));
    }

    Set<String> wanted = read();
    wanted.removeIf(variable ->
        variable.endsWith("_FILE")
            || NOT_IN_CONTAINERS.contains(variable)
            || shown.contains(variable + "_FILE"));

    assertThat(shown).containsAll(wanted);
    assertThat(settable).containsAll(OF_COMPOSE);
    wanted.removeAll(FIXED_IN_CONTAINERS);
    assertThat(settable).containsAll(wanted);
  }

  private static Set<String> read() {
    Environment env = Environment.of(Map.of("DATABASE_URL", "postgres://me@h/app?sslmode=disable"));
    Suite.Settings.from(env);
    ClusterSettings.from(env);
    env.database("DIRECT_DATABASE_URL", "DATABASE_URL");
    MigrationTerms.from(env);
    BackupSettings.from(env);
    UpCommand.patience(env);
    NearCacheSettings.from(env);
    // the first variable of a list hides the others once it is set
    Environment without = Environment.of(Map.of());
    without.database("QUERY_DATABASE_URL", "WRITE_DATABASE_URL", "DATABASE_URL");
    Environment production =
        Environment.of(Map.of("ENVIRONMENT", "prod", "DATABASE_URL", "postgres://me@h/app"));
    production.database("DATABASE_URL");
    Set<String> read = new TreeSet<>(env.asked());
    read.addAll(without.asked());
    read.addAll(production.asked());
    read.addAll(READ_ELSEWHERE);
    return read;
  }
}
