package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.twinlane.migrator.lint.Lint.Selection;
import io.twinlane.migrator.lint.Rule.Level;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The labelled files, and what depends on more than one file. */
class LintTest {

  /** Safe files in which something dangerous is found all the same. */
  private static final int FALSE_ALARMS = 0;

  /** Safe files in which something is found at all, advice as well. */
  private static final int ADVISED = 6;

  @Test
  void noDangerousFilePasses() {
    List<SqlFile> files = new Corpus("dangerous").files();

    List<String> passed =
        files.stream().filter(file -> dangers(file).isEmpty()).map(SqlFile::name).toList();

    assertThat(files).hasSizeGreaterThanOrEqualTo(60);
    assertThat(passed).isEmpty();
  }

  @Test
  void safeFilesAreLeftAlone() {
    List<SqlFile> files = new Corpus("safe").files();

    List<String> alarms =
        files.stream()
            .filter(file -> !dangers(file).isEmpty())
            .map(file -> file.name() + " " + dangers(file))
            .toList();

    assertThat(files).hasSizeGreaterThanOrEqualTo(60);
    assertThat(alarms).as("false alarms: %s", alarms).hasSize(FALSE_ALARMS);
  }

  @Test
  void fewSafeFilesGetAdvice() {
    List<String> advised =
        new Corpus("safe")
            .files().stream()
                .filter(file -> !Corpus.check(file).isEmpty())
                .map(SqlFile::name)
                .toList();

    assertThat(advised).as("advised: %s", advised).hasSize(ADVISED);
  }

  @Test
  void everyFileThatCallsForAdviceGetsSome() {
    List<String> silent =
        new Corpus("advice")
            .files().stream()
                .filter(file -> Corpus.check(file).isEmpty())
                .map(SqlFile::name)
                .toList();

    assertThat(silent).isEmpty();
  }

  @Test
  void theProductsOwnMigrationsAreClean() {
    List<Finding> findings =
        Stream.concat(
                Lint.check(SchemaFolder.packaged().migrations()).stream(),
                Lint.check(SchemaFolder.system()).stream())
            .toList();

    assertThat(findings).isEmpty();
  }

  @Test
  void aTableOfAnEarlierFileIsOld() {
    List<SqlFile> files =
        List.of(
            new SqlFile("20260101000000_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY, b text);"),
            new SqlFile("20260102000000_b.sql", "CREATE INDEX a_b_idx ON a (b);"));

    List<Finding> findings = Lint.check(files);

    assertThat(findings)
        .extracting(Finding::rule, Finding::at)
        .containsExactly(tuple(Rule.CREATE_INDEX, new Finding.Position("20260102000000_b.sql", 1)));
  }

  @Test
  void aTableOfTheSameReleaseIsNew() {
    List<SqlFile> files =
        List.of(
            new SqlFile("20260101000000_a.sql", "CREATE TABLE old (id bigint PRIMARY KEY);"),
            new SqlFile("20260102000000_b.sql", "CREATE TABLE a (id bigint PRIMARY KEY, b text);"),
            new SqlFile("20260103000000_c.sql", "CREATE INDEX a_b_idx ON a (b); DROP TABLE a;"));

    List<Finding> findings = Lint.check(files, Selection.after("20260101000000"));

    assertThat(findings).isEmpty();
  }

  @Test
  void filesBeforeTheReleaseAreNotChecked() {
    List<SqlFile> files =
        List.of(
            new SqlFile("20260101000000_a.sql", "DROP TABLE a;"),
            new SqlFile("20260102000000_b.sql", "DROP TABLE b;"));

    List<Finding> findings = Lint.check(files, Selection.after("20260101000000"));

    assertThat(findings)
        .extracting(finding -> finding.at().file())
        .containsOnly("20260102000000_b.sql");
  }

  @Test
  void onlyNamedFilesAreChecked() {
    List<SqlFile> files =
        List.of(new SqlFile("a.sql", "DROP TABLE a;"), new SqlFile("b.sql", "DROP TABLE b;"));

    List<Finding> findings = Lint.check(files, Selection.of(Set.of("a.sql")));

    assertThat(findings).extracting(finding -> finding.at().file()).containsOnly("a.sql");
  }

  private static List<String> dangers(SqlFile file) {
    return Corpus.check(file).stream()
        .filter(finding -> finding.rule().level() == Level.DANGER)
        .map(finding -> finding.rule().id())
        .toList();
  }
}
