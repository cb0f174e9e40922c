package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.IndexFlag;
import io.twinlane.migrator.lint.Statement.ObjectKind;
import java.util.Locale;

/** Rules for indexes. */
final class IndexRules {

  private static final int COLUMNS_MAX = 3;

  private IndexRules() {}

  static void look(Sight sight, Statement.CreateIndex create) {
    NameRules.look(sight, create.index());
    Name table = create.table();
    if (create.columns().size() > COLUMNS_MAX && !create.has(IndexFlag.UNIQUE)) {
      sight.tell(
          Rule.WIDE_INDEX,
          "Each write to %s keeps %d columns in order, and few queries use more than three."
              .formatted(table.quoted(), create.columns().size()),
          "-- the columns that are compared with =, then one that is sorted or ranged over");
    }
    if (!sight.existing(table)) {
      return;
    }
    if (create.has(IndexFlag.CONCURRENTLY)) {
      concurrently(sight, create);
    } else if (!create.has(IndexFlag.ONLY) || plain(sight, table)) {
      blocking(sight, create);
    }
  }

  /** Whether the table is known to hold its rows itself, so that ONLY changes nothing. */
  private static boolean plain(Sight sight, Name table) {
    return sight.known().table(table).map(known -> known.birth >= 0).orElse(false)
        && !sight.known().partitioned(table);
  }

  private static void blocking(Sight sight, Statement.CreateIndex create) {
    Name table = create.table();
    sight.tell(
        Rule.CREATE_INDEX,
        "SHARE on %s until the index is built: reads go on, writes wait.".formatted(table.quoted()),
        sight.known().partitioned(table)
            ? perPartition(create)
            : "-- in a file of its own\n"
                + sight.sql().replaceFirst("(?i)\\bINDEX\\b", "INDEX CONCURRENTLY")
                + ";");
  }

  private static void concurrently(Sight sight, Statement.CreateIndex create) {
    if (sight.known().partitioned(create.table())) {
      sight.tell(
          Rule.CONCURRENTLY_ON_PARTITIONED,
          "PostgreSQL refuses it: %s is partitioned.".formatted(create.table().quoted()),
          perPartition(create));
    } else if (create.has(IndexFlag.IF_NOT_EXISTS)) {
      String again = sight.sql().replaceFirst("(?i)\\s+IF\\s+NOT\\s+EXISTS\\b", "");
      sight.tell(
          Rule.CONCURRENTLY_IF_NOT_EXISTS,
          "An index that a broken build has left behind counts as one, though no query uses it.",
          create.index().name().isEmpty()
              ? again + ";"
              : "DROP INDEX CONCURRENTLY IF EXISTS %s;\n%s;"
                  .formatted(create.index().quoted(), again));
    }
  }

  private static String perPartition(Statement.CreateIndex create) {
    String columns =
        "(" + String.join(", ", create.columns().stream().map(IndexRules::column).toList()) + ")";
    String index =
        create.index().name().isEmpty()
            ? create.table().derived("idx")
            : Name.quoted(create.index().name());
    return """
    CREATE %4$sINDEX %2$s ON ONLY %1$s %3$s;
    -- for each partition, in a file of its own
    CREATE %4$sINDEX CONCURRENTLY the_partition_idx ON the_partition %3$s;
    -- then
    ALTER INDEX %2$s ATTACH PARTITION the_partition_idx;\
    """
        .formatted(
            create.table().quoted(), index, columns, create.has(IndexFlag.UNIQUE) ? "UNIQUE " : "");
  }

  private static String column(String column) {
    return column.matches("[\\w ]+") ? Name.quoted(column) : "(" + column + ")";
  }

  static void look(Sight sight, Statement.Drop drop) {
    for (Name index : drop.names()) {
      boolean fresh =
          sight
                  .known()
                  .indexes()
                  .of(index)
                  .map(known -> !sight.existing(known.table()))
                  .orElse(false)
              || sight.known().fresh(ObjectKind.INDEX, index);
      if (!drop.concurrently() && !fresh) {
        sight.tell(
            Rule.DROP_INDEX,
            "ACCESS EXCLUSIVE on its table: it waits for every query that runs, and all reads and writes wait behind it.",
            "-- in a file of its own\nDROP INDEX CONCURRENTLY %s;".formatted(index.quoted()));
      }
    }
    if (drop.cascade()) {
      DropRules.cascade(sight, "the constraints that rest on it");
    }
  }

  static void look(Sight sight, Statement.Reindex reindex) {
    boolean fresh =
        switch (reindex.kind()) {
          case TABLE -> !sight.existing(reindex.name());
          case INDEX ->
              sight
                  .known()
                  .indexes()
                  .of(reindex.name())
                  .map(known -> !sight.existing(known.table()))
                  .orElse(false);
          default -> false;
        };
    if (reindex.concurrently() || fresh) {
      return;
    }
    boolean one = reindex.kind() == ObjectKind.TABLE || reindex.kind() == ObjectKind.INDEX;
    sight.tell(
        Rule.REINDEX,
        "SHARE on the table and ACCESS EXCLUSIVE on each index until it is built: writes wait, and so do reads that use it.",
        one
            ? "-- in a file of its own\nREINDEX %s CONCURRENTLY %s;"
                .formatted(reindex.kind().word().toUpperCase(Locale.ROOT), reindex.name().quoted())
            : "-- in a file of its own, for each table\nREINDEX TABLE CONCURRENTLY the_table;");
  }
}
