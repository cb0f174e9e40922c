package io.twinlane.migrator.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillJobTest {

  @Test
  void aJobSaysItsTableKeyBatchAndPause() {
    BackfillJob job =
        job(
            """
            -- Cents in place of euros.
            -- table: orders
            -- key: tenant, "Line No"
            -- batch: 5000
            -- pause: 50ms

            UPDATE orders SET cents = total * 100
            WHERE {batch} AND cents IS NULL;
            """);

    assertThat(job.name()).isEqualTo("orders_cents");
    assertThat(job.table()).isEqualTo("orders");
    assertThat(job.alias()).isEqualTo("orders");
    assertThat(job.key()).containsExactly("tenant", "Line No");
    assertThat(job.batch()).isEqualTo(5000);
    assertThat(job.pause()).isEqualTo(Duration.ofMillis(50));
    assertThat(job.statement("(orders.id > 1)"))
        .isEqualTo(
            "UPDATE orders SET cents = total * 100\nWHERE (orders.id > 1) AND cents IS NULL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "orders            | orders            | orders",
        "orders o          | orders            | o",
        "orders AS o       | orders            | o",
        "shop.orders       | shop.orders       | orders",
        "shop.\"My Orders\"| shop.\"My Orders\"| \"My Orders\"",
        "\"A \"\"b\"\"\" x | \"A \"\"b\"\"\"   | x"
      })
  void aTableIsNamedAsInFrom(String header, String table, String alias) {
    BackfillJob job = job("-- table: %s\nDELETE FROM x WHERE {batch}".formatted(header));

    assertThat(job.table()).isEqualTo(table);
    assertThat(job.alias()).isEqualTo(alias);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE orders SET x = 1 WHERE {batch}",
        "-- table: orders; drop table users\nUPDATE orders SET x = 1 WHERE {batch}",
        "-- table: orders\nUPDATE orders SET x = 1",
        "-- table: orders\nSELECT 1 WHERE {batch}",
        "-- table: orders\n"
            + "UPDATE orders SET x = 1 WHERE {batch}; UPDATE orders SET y = 1 WHERE {batch}",
        "-- table: orders\n-- batch: many\nUPDATE orders SET x = 1 WHERE {batch}",
        "-- table: orders\n-- pause: 5 minutes\nUPDATE orders SET x = 1 WHERE {batch}",
        "-- table: orders"
      })
  void whatIsMissingOrWrongIsTold(String sql) {
    assertThatThrownBy(() -> job(sql))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("orders_cents.sql ");
  }

  private static BackfillJob job(String sql) {
    return BackfillJob.of(new SqlFile("orders_cents.sql", sql));
  }
}
