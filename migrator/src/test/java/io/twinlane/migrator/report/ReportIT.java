package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlane.schema.settings.SettingsException;
import io.twinlane.schema.testkit.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How reports are told, to whom, and of how much. */
class ReportIT {

  private static TestDatabase database;
  private static Shell shell;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    Fixture.fill(database);
    shell = new Shell(database.url());
  }

  @AfterAll
  static void stop() {
    Fixture.close(database);
  }

  @ParameterizedTest
  @EnumSource(Report.class)
  void aReportForProgramsIsOneObjectInEachLine(Report report) {
    List<JsonNode> objects = shell.objects(report.word(), "--limit", "0");

    JsonNode end = objects.getLast();
    assertThat(end.get("event").asText()).isEqualTo("report");
    assertThat(objects.stream().filter(object -> Shell.event(object).equals(report.word())))
        .hasSize(end.get("found").asInt());
  }

  @ParameterizedTest
  @EnumSource(Report.class)
  void aReportForPeopleEndsWithWhatItFound(Report report) {
    Shell.Outcome outcome = shell.report(report.word(), "--limit", "2");

    assertThat(outcome.lines().getLast())
        .startsWith("%s (%s): ".formatted(report.word(), report.subject()));
    assertThat(outcome.output()).doesNotContain("null");
  }

  @ParameterizedTest
  @EnumSource(Report.class)
  void aUserWithoutRightsGetsWhatItMaySee(Report report) {
    Shell poor = new Shell(Fixture.poor(database));

    assertThat(poor.objects(report.word()).getLast().get("report").asText())
        .isEqualTo(report.word());
  }

  static Stream<String> words() {
    return Stream.of("sizes", "indexes", "unused-indexes", "seq-scans", "fk-without-index")
        .map(word -> word + " --schema=Sales Dept");
  }

  @ParameterizedTest
  @MethodSource("words")
  void aReportOfOneSchemaNamesNothingOfOthers(String words) {
    String[] arguments = words.split(" ", 2);

    assertThat(shell.objects(arguments[0], arguments[1]))
        .filteredOn(object -> Shell.event(object).equals(arguments[0]))
        .isNotEmpty()
        .allMatch(object -> object.get("table").asText().startsWith("\"Sales Dept\"."));
  }

  @Test
  void whatAUserMayNotSeeIsSaid() {
    Shell poor = new Shell(Fixture.poor(database));

    assertThat(poor.notes("settings")).anyMatch(note -> note.startsWith("hidden from this user"));
    assertThat(poor.notes("bloat")).anyMatch(note -> note.contains("may not read them: 9"));
    assertThat(poor.notes("health")).anyMatch(note -> note.contains("may not read: "));
  }

  @Test
  void aSchemaThatIsNotThereIsWrongUsage() {
    assertThatThrownBy(() -> shell.report("sizes", "--schema", "x' or 'a' = 'a"))
        .isInstanceOf(SettingsException.class)
        .hasMessage("there is no schema x' or 'a' = 'a; there are Sales Dept, public");
  }

  @Test
  void aLimitCutsTheRowsAndSaysSo() {
    Shell.Outcome outcome = shell.report("sizes", "--limit", "1");

    assertThat(outcome.lines())
        .hasSize(5)
        .last()
        .isEqualTo("sizes (tables, the largest first): 8 found, 1 shown; --limit 0 shows all");
  }
}
