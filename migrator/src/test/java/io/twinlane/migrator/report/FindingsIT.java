package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlane.schema.testkit.TestDatabase;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reports find in a database that has a bit of everything. */
class FindingsIT {

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

  @Test
  void aPartitionedTableIsCountedOnceWithItsPartitions() {
    JsonNode parted = shell.row("sizes", "table", "public.parted");

    assertThat(parted.get("partitions").asInt()).isEqualTo(2);
    assertThat(parted.get("rows_about").asInt()).isEqualTo(5_000);
    assertThat(parted.get("total_bytes").asText())
        .isEqualTo(
            database.query(
                "select sum(pg_total_relation_size(relid)) from pg_partition_tree('parted')"));
    assertThat(shell.names("sizes", "table")).doesNotContain("public.parted_1", "public.parted_2a");
  }

  @Test
  void longValuesAndIndexesAreShownApart() {
    JsonNode table = shell.row("sizes", "table", "public.\"my table\"");

    assertThat(table.get("toast_bytes").asLong()).isGreaterThan(1_000_000);
    assertThat(table.get("total_bytes").asLong())
        .isEqualTo(
            table.get("heap_bytes").asLong()
                + table.get("toast_bytes").asLong()
                + table.get("indexes_bytes").asLong())
        .isEqualTo(Long.parseLong(database.query("select pg_total_relation_size('\"my table\"')")));
  }

  @Test
  void theLargestTablesComeFirst() {
    assertThat(shell.objects("sizes", "--limit", "0"))
        .filteredOn(object -> Shell.event(object).equals("sizes"))
        .extracting(object -> object.get("total_bytes").asLong())
        .isSortedAccordingTo((one, other) -> Long.compare(other, one))
        .hasSizeGreaterThan(5);
  }

  @Test
  void scansOfTheIndexesOfPartitionsAreOfOneIndex() {
    JsonNode index = shell.row("indexes", "index", "public.parted_pkey");

    assertThat(index.get("scans").asInt()).isEqualTo(2);
    assertThat(index.get("size_bytes").asLong()).isPositive();
  }

  @Test
  void anIndexIsUnusedIfItKeepsNothingTrueAndServesNoKey() {
    assertThat(shell.names("unused-indexes", "index"))
        .containsExactlyInAnyOrder(
            "public.\"User Mail\"",
            "public.user_mail_again",
            "public.\"ab\"\"q\"",
            "public.parted_body",
            "public.tags_btree",
            "public.pairs_bad_1",
            "public.pairs_bad_2",
            "\"Sales Dept\".\"Order N\"");
    assertThat(shell.notes("unused-indexes"))
        .anyMatch(note -> note.startsWith("counted since 20"))
        .anyMatch(note -> note.startsWith("that is less than 7 days"))
        .contains("left out, because a foreign key needs them: 1");
  }

  @Test
  void aTableThatIsReadWholeComesBeforeOneThatIsHardlyRead() {
    List<String> tables = shell.names("seq-scans", "table");

    assertThat(tables.getFirst()).isEqualTo("\"Sales Dept\".\"Order\"");
    assertThat(shell.row("seq-scans", "table", "public.dup").get("remark").asText())
        .isEqualTo("small: quite right");
  }

  @Test
  void keysWithoutAnIndexAreNamedWithWhatMakesOne() {
    List<JsonNode> rows = shell.rows("fk-without-index");

    assertThat(rows)
        .extracting(row -> row.get("key").asText())
        .containsExactlyInAnyOrder(
            "\"Order_user_id_fkey\"",
            "\"my table_user_id_fkey\"",
            "parted_user_id_fkey",
            "pairs_bad_x_y_fkey");
    assertThat(statements(rows))
        .containsExactlyInAnyOrder(
            "CREATE INDEX CONCURRENTLY ON \"Sales Dept\".\"Order\" (user_id)",
            "CREATE INDEX CONCURRENTLY ON public.\"my table\" (user_id)",
            "CREATE INDEX CONCURRENTLY ON public.pairs_bad (x, y)",
            "CREATE INDEX CONCURRENTLY ON public.parted_1 (user_id)",
            "CREATE INDEX CONCURRENTLY ON public.parted_2a (user_id)",
            "CREATE INDEX ON public.parted (user_id)");
  }

  @Test
  void statementsOfReportsMendWhatTheyTell() {
    try (TestDatabase other = TestDatabase.create()) {
      Fixture.tables(other);
      Shell there = new Shell(other.url());

      statements(there.rows("fk-without-index")).forEach(other::execute);
      statements(there.rows("unused-indexes")).forEach(other::execute);
      statements(there.rows("health")).stream()
          .filter(statement -> !statement.endsWith("public.broken"))
          .forEach(other::execute);

      assertThat(there.rows("fk-without-index")).isEmpty();
      assertThat(there.rows("unused-indexes")).isEmpty();
      assertThat(there.rows("health"))
          .extracting(row -> row.get("fault").asText())
          .doesNotContain("index twice", "constraint not valid");
    }
  }

  @Test
  void aSettingThatIsWrongOnAnyServerIsAdvisedOf() {
    JsonNode wrong = shell.row("settings", "name", "enable_seqscan");

    assertThat(wrong.get("advice").asText()).startsWith("turn it on");
    assertThat(shell.report("settings").status()).isEqualTo(3);
    JsonNode right = shell.row("settings", "name", "work_mem");
    assertThat(right.get("value").asText()).isEqualTo("4MB");
    assertThat(right.get("setting").asText()).isEqualTo("4096");
    assertThat(right.get("unit").asText()).isEqualTo("kB");
    assertThat(right.get("advice").isNull()).isTrue();
  }

  @Test
  void emptySpaceIsFoundInTablesAndIndexes() {
    List<JsonNode> rows = shell.rows("bloat");

    assertThat(rows)
        .extracting(row -> row.get("object").asText())
        .containsExactlyInAnyOrder(
            "\"Sales Dept\".\"Order\"",
            "\"Sales Dept\".\"Order_pkey\"",
            "\"Sales Dept\".\"Order N\"");
    assertThat(rows)
        .allMatch(row -> row.get("empty_share_percent").asDouble() > 80)
        .allMatch(row -> row.get("empty_bytes").asLong() > 1_000_000);
    assertThat(statements(rows))
        .containsExactlyInAnyOrder(
            "REINDEX INDEX CONCURRENTLY \"Sales Dept\".\"Order_pkey\"",
            "REINDEX INDEX CONCURRENTLY \"Sales Dept\".\"Order N\"");
  }

  @Test
  void faultsAreNamedTheGraveOnesFirst() {
    List<JsonNode> rows = shell.rows("health");

    assertThat(rows)
        .extracting(row ->
            "%s: %s %s"
                .formatted(
                    row.get("fault").asText(),
                    row.get("object").asText(),
                    row.get("part").asText()))
        .containsExactly(
            "index twice: public.\"User Mail\" public.\"User_E mail_key\"",
            "index twice: public.user_mail_again public.\"User_E mail_key\"",
            "invalid index: public.broken ",
            "sequence near end: public.near_end 5.05 % left",
            "constraint not valid: public.no_key bad",
            "no primary key: public.dup ",
            "no primary key: public.no_key ",
            "btree on array: public.tags_btree tags",
            "serial primary key: \"Sales Dept\".\"Order\" id",
            "serial primary key: public.pairs id",
            "json column: public.\"User\" j",
            "time without zone: public.\"User\" at");
    assertThat(shell.report("health").status()).isEqualTo(3);
  }

  private static List<String> statements(List<JsonNode> rows) {
    return rows.stream()
        .flatMap(row -> StreamSupport.stream(row.get("statements").spliterator(), false))
        .map(JsonNode::asText)
        .distinct()
        .toList();
  }
}
