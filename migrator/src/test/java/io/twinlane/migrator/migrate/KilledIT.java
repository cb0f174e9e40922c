package io.twinlane.migrator.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment: the next run completes, and each statement has run once. */
class KilledIT {

  private static final int KILLS = 20;

  /** Each statement that runs leaves a row, so that one that runs twice is seen. */
  private static final String LEAVES_A_ROW = "insert into ran values ('%s');\n";

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void start() {
    bench = new Workbench(folder);
    furnish();
    bench.write(
        "20260101000000_table.sql", "create table a (id int);\n" + LEAVES_A_ROW.formatted("table"));
    bench.write(
        "20260102000000_rows.sql",
        LEAVES_A_ROW.formatted("rows")
            + "update big set a = a + 1 where id <= 50000;\nalter table a add column t text;\n");
    bench.write("20260103000000_index.sql", "create index concurrently big_a on big (a, b);\n");
    bench.write(
        "20260104000000_mixed.sql",
        LEAVES_A_ROW.formatted("mixed 1")
            + "create index concurrently on big (b, c);\n"
            + LEAVES_A_ROW.formatted("mixed 2")
            + "alter type mood add value 'bad';\n"
            + "reindex index concurrently big_a;\n"
            + LEAVES_A_ROW.formatted("mixed 3"));
    bench.write(
        "20260105000000_detach.sql", "alter table parted detach partition part_1 concurrently;\n");
    bench.write("20260106000000_drop.sql", "drop index concurrently big_a;\n");
    bench.write("20260107000000_last.sql", LEAVES_A_ROW.formatted("last"));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  /** A database at work, migrated and filled. */
  private void furnish() {
    bench.write(
        "20251231000000_before.sql",
        """
        create table ran (what text);
        create table big (id int, a int, b text, c text);
        create table parted (id int) partition by range (id);
        create table part_1 partition of parted for values from (0) to (1000);
        create type mood as enum ('good');
        """);
    assertThat(bench.run("migrate", "--target", "20251231000000").status()).isZero();
    bench.database.execute(
        "insert into big select i, i % 1000, md5(i::text), repeat('x', 50) from generate_series(1,"
            + " 300000) i");
  }

  @Test
  void theNextRunCompletes() throws Exception {
    Random moments = new Random(7);
    for (int kills = 0; kills < KILLS; ) {
      Process process = bench.start("migrate");
      // the first line comes when the work begins
      process.inputReader().readLine();
      if (process.waitFor(moments.nextInt(700), TimeUnit.MILLISECONDS)) {
        verify();
        bench.close();
        bench = new Workbench(folder);
        furnish();
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }

    Workbench.Outcome last = bench.run("migrate");

    assertThat(last.status()).as(last.output()).isZero();
    assertThat(bench.run("status").status()).isZero();
    verify();
  }

  private void verify() {
    assertThat(bench.database.query("select string_agg(what, ', ' order by what) from ran"))
        .isEqualTo("last, mixed 1, mixed 2, mixed 3, rows, table");
    assertThat(
            bench.database.query(
                """
                select string_agg(pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' INVALID' end, ';')
                from pg_index where indrelid = 'big'::regclass
                """))
        .isEqualTo("CREATE INDEX big_b_c_idx ON public.big USING btree (b, c)");
    assertThat(
            bench.database.query(
                "select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = 'mood'::regtype"))
        .isEqualTo("good,bad");
    assertThat(
            bench.database.query(
                "select count(*) from pg_inherits where inhparent = 'parted'::regclass"))
        .isEqualTo("0");
  }
}
