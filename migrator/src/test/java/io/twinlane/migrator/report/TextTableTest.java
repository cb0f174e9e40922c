package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTableTest {

  private static final List<Column> COLUMNS =
      List.of(
          Column.text("table"),
          Column.bytes("total_bytes"),
          Column.count("rows"),
          Column.raw("id"),
          Column.flag("odd"),
          Column.statements());

  @Test
  void textStandsLeftAndNumbersStandRight() {
    List<Row> rows =
        List.of(
            Row.of(COLUMNS, "public.\"Ünicode\"", 12_582_912L, 1_234_567L, "x", true, null),
            Row.of(COLUMNS, "a", 0L, null, "x", false, List.of()));

    String text = new TextTable(COLUMNS, rows).text();

    assertThat(text)
        .isEqualTo(
            """
            table             total       rows  odd
            public."Ünicode"  12 MB  1,234,567  yes
            a                   0 B          -\
            """);
  }

  @Test
  void aNameCannotMoveTheCursor() {
    List<Row> rows = List.of(Row.of(List.of(Column.text("table")), "a\u001b[2J\nb"));

    String text = new TextTable(List.of(Column.text("table")), rows).text();

    assertThat(text).isEqualTo("table\na\uFFFD[2J\uFFFDb");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 kB",
    "10188, 9.9 kB",
    "10240, 10 kB",
    "12582912, 12 MB",
    "1610612736, 1.5 GB",
    "9223372036854775807, 8192 PB"
  })
  void aSizeHasTheUnitThatMakesItShort(long bytes, String text) {
    assertThat(TextTable.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.50 ms",
    "999.9, 999.90 ms",
    "1500, 1.5 s",
    "119000, 119.0 s",
    "180000, 3.0 min"
  })
  void aTimeHasTheUnitThatMakesItShort(double milliseconds, String text) {
    assertThat(TextTable.time(milliseconds)).isEqualTo(text);
  }
}
