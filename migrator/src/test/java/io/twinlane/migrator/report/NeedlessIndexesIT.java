package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two indexes is needless, and whether one serves a foreign key. */
class NeedlessIndexesIT {

  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    database.execute("create table goal (x int, y int, primary key (x, y))");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void make() {
    database.execute(
        """
        create table "T t" (a int, b int, c int, t text collate "C",
          x int, y int, foreign key (x, y) references goal)\
        """);
  }

  @AfterEach
  void drop() {
    database.execute("drop table \"T t\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index on T (a)               | index on T (a)               | twice 2",
        "index on T (a)               | unique index on T (a)        | twice 1",
        "unique index on T (a)        | index on T (a)               | twice 2",
        "unique index on T (a)        | unique index on T (a)        | twice 2",
        "unique index on T (a)        | unique index on T (a) nulls not distinct | twice 1",
        "index on T (a)               | index on T (a, b)            | within 1",
        "index on T (a, b)            | index on T (a)               | within 2",
        "index on T (a)               | unique index on T (a, b)     | within 1",
        "index on T (a) include (b)   | index on T (a, b)            | within 1",
        "index on T (a) include (b)   | index on T (a)               | twice 2",
        "index on T (a) include (b,c) | index on T (a) include (c,b) | twice 2",
        "index on T (lower(t))        | index on T (lower(t), a)     | within 1",
        "index on T (a) where b > 0   | index on T (a) where b > 0   | twice 2",
        "unique index on T (a)        | index on T (a, b)            | none",
        "index on T (a) include (b)   | index on T (a, c)            | none",
        "index on T (b)               | index on T (a, b)            | none",
        "index on T (a desc, b)       | index on T (a, b)            | none",
        "index on T (a nulls first)   | index on T (a, b)            | none",
        "index on T (lower(t))        | index on T (upper(t))        | none",
        "index on T (a) where b > 0   | index on T (a)               | none",
        "index on T using hash (a)    | index on T (a)               | none",
        "index on T (t text_pattern_ops) | index on T (t)            | none",
        "index on T (t collate \"POSIX\")     | index on T (t)       | none",
        "index on T using brin (a)    | index on T using brin (a, b) | none"
      })
  void anIndexIsNeedlessIfTheOtherDoesItsWork(String one, String other, String needless)
      throws SQLException {
    database.execute(named("1", one));
    database.execute(named("2", other));

    assertThat(needless()).isEqualTo(needless.equals("none") ? List.of() : List.of(needless));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index on T (x, y)                    | true",
        "index on T (y, x)                    | true",
        "index on T (y, x, a)                 | true",
        "unique index on T (y, x)             | true",
        "index on T (y desc, x) include (a)   | true",
        "index on T (x)                       | false",
        "index on T (x) include (y)           | false",
        "index on T (x, a, y)                 | false",
        "index on T (a, x, y)                 | false",
        "index on T (x, y) where a > 0        | false",
        "index on T (x, (y + 0))              | false",
        "index on T using brin (x, y)         | false"
      })
  void anIndexServesAKeyIfItBeginsWithItsColumnsInAnyOrder(String index, boolean served)
      throws SQLException {
    database.execute(named("1", index));

    List<Row> rows = found(Report.FK_WITHOUT_INDEX).rows();

    assertThat(rows.isEmpty()).isEqualTo(served);
  }

  private static String named(String number, String index) {
    return "create " + index.replace("index on T", "index i" + number + " on \"T t\"");
  }

  private static List<String> needless() throws SQLException {
    return found(Report.HEALTH).rows().stream()
        .filter(row -> row.text("fault").startsWith("index "))
        .map(row ->
            (row.text("fault").equals("index twice") ? "twice" : "within")
                + row.text("object").replace("public.i", " "))
        .toList();
  }

  private static Findings found(Report report) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      return report.of(connection, new Schemas(List.of("public")));
    }
  }
}
