package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The dashboard and the alert rules ask for what is on the page of metrics, and lead to what is on
 * the page of troubles. That page of metrics is what processes show: {@link MetricsIT}.
 */
class ObservabilityTest {

  private static final Path ROOT = Path.of(System.getProperty("user.dir"), "..");
  private static final Path RULES = ROOT.resolve("deploy/observability/rules.yml");
  private static final Path DASHBOARD = ROOT.resolve("deploy/observability/grafana/twinlane.json");

  private static final Pattern METRIC = Pattern.compile("\\b(?:twinlane|http|process|jvm)_\\w+");

  /** What Prometheus makes of a histogram's or a summary's name. */
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  private static Set<String> asked(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    // labels have names as well
    names.removeAll(Set.of("http_route", "http_request_method", "http_response_status_code"));
    return names;
  }

  private static void assertDocumented(String queries) throws IOException {
    Set<String> documented = MetricsIT.documented();
    assertThat(asked(queries))
        .isNotEmpty()
        .allSatisfy(name ->
            assertThat(documented.contains(name) ? name : PART.matcher(name).replaceFirst(""))
                .isIn(documented));
  }

  @Test
  void theRulesAskForWhatThereIs() throws IOException {
    assertDocumented(Files.readString(RULES));
  }

  @Test
  void theDashboardAsksForWhatThereIs() throws IOException {
    assertDocumented(Files.readString(DASHBOARD));
  }

  @Test
  void theDashboardAsksForWhatTheRulesRecord() throws IOException {
    Matcher recorded = Pattern.compile("record: (\\S+)").matcher(Files.readString(RULES));
    Set<String> names = new TreeSet<>();
    while (recorded.find()) {
      names.add(recorded.group(1));
    }
    Matcher used = Pattern.compile("twinlane:\\w+:\\w+").matcher(Files.readString(DASHBOARD));

    assertThat(names).isNotEmpty();
    assertThat(used.results().map(result -> result.group())).isNotEmpty().isSubsetOf(names);
  }

  @Test
  void eachPanelHasItsOwnNumberAndAQuery() throws IOException {
    JsonObject dashboard = new JsonObject(Files.readString(DASHBOARD));
    Set<Integer> numbers = new TreeSet<>();

    for (int i = 0; i < dashboard.getJsonArray("panels").size(); i++) {
      JsonObject panel = dashboard.getJsonArray("panels").getJsonObject(i);
      assertThat(numbers.add(panel.getInteger("id"))).isTrue();
      if (!panel.getString("type").equals("row")) {
        assertThat(panel.getJsonArray("targets")).as(panel.getString("title")).isNotEmpty();
      }
    }
  }

  @Test
  void eachAlertHasAHeadingInTroubleshooting() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    String rules = Files.readString(RULES);
    Matcher alert = Pattern.compile("alert: (\\w+)").matcher(rules);
    int count = 0;

    while (alert.find()) {
      count++;
      String name = alert.group(1);
      assertThat(page).contains("\n### " + name + "\n");
      assertThat(rules)
          .contains("runbook: docs/troubleshooting.md#" + name.toLowerCase(Locale.ROOT) + "\n");
    }

    assertThat(count).isGreaterThan(15);
  }
}
