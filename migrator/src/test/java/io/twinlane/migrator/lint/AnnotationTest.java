package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnnotationTest {

  @Test
  void whatGitHubWouldTakeForItsOwnIsEscaped() {
    Finding finding =
        new Finding(
            Rule.DROP_TABLE, new Finding.Position("a,b:c%.sql", 7), "100 % gone\r\n", "x::y,z");

    assertThat(Annotation.of(finding))
        .isEqualTo(
            "::error file=a%2Cb%3Ac%25.sql,line=7,title=drop-table::100 %25 gone%0D%0A%0Ax::y,z");
  }

  @Test
  void adviceIsAWarning() {
    Finding finding =
        new Finding(Rule.JSON_COLUMN, new Finding.Position("a.sql", 1), "danger", "safe");

    assertThat(Annotation.of(finding))
        .isEqualTo("::warning file=a.sql,line=1,title=json-column::danger%0Asafe");
  }
}
