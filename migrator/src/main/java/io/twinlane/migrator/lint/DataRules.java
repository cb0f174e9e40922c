package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.Change;
import io.twinlane.migrator.lint.Statement.Reach;
import io.twinlane.migrator.lint.Statement.Verb;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules for rows that change in a migration, and for what tends whole tables. */
final class DataRules {

  private static final Set<String> LIGHT_MODES =
      Set.of("ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE");

  /** How a sequence is set behind the numbers in use. */
  private static final Pattern BEHIND_ALL =
      Pattern.compile("\\b(max|greatest|nextval)\\s*\\(|last_value", Pattern.CASE_INSENSITIVE);

  /** A setting that a function sets. */
  private static final Pattern SET_CONFIG =
      Pattern.compile("set_config\\s*\\(\\s*'(\\w+)'\\s*,\\s*'(\\w*)'", Pattern.CASE_INSENSITIVE);

  private DataRules() {}

  static void look(Sight sight, Change change) {
    Name table = change.table();
    if (!sight.existing(table) || change.reach() == Reach.NEW_ROWS) {
      return;
    }
    boolean changes = change.verb() != Verb.INSERT;
    if (few(sight, change)) {
      return;
    }
    if (changes && (change.reach() == Reach.EVERY_ROW || change.reach() == Reach.BY_NULL)) {
      all(sight, change);
    } else if (changes) {
      sight.tell(
          Rule.BACKFILL_IN_MIGRATION,
          "All rows of %s that match change in one transaction, which holds their locks and keeps VACUUM from cleaning up."
              .formatted(table.quoted()),
          batches(table, change.verb()));
    }
    if (sight.file().alters(table)) {
      sight.tell(
          Rule.BACKFILL_WITH_SCHEMA_CHANGE,
          "The file alters %s as well: its ACCESS EXCLUSIVE lock is held while the rows change, so all reads and writes wait."
              .formatted(table.quoted()),
          batches(table, change.verb()));
    }
  }

  /** Whether its values are keys, so that it touches as many rows as it names. */
  private static boolean few(Sight sight, Change change) {
    if (change.reach() != Reach.GIVEN) {
      return false;
    }
    return change.given().isEmpty()
        || change.given().stream()
            .anyMatch(column ->
                column.equals("id") || sight.known().indexes().keepApart(change.table(), column));
  }

  private static void all(Sight sight, Change change) {
    Name table = change.table();
    if (change.verb() == Verb.DELETE) {
      sight.tell(
          Rule.DELETE_EVERY_ROW,
          "%s loses all its rows, or all that it may as well, in one transaction; nothing brings them back."
              .formatted(table.quoted()),
          batches(table, Verb.DELETE));
    } else {
      sight.tell(
          Rule.UPDATE_EVERY_ROW,
          "Every row of %s is written anew in one transaction: locks on all rows until its end, and a table twice as large."
              .formatted(table.quoted()),
          batches(table, Verb.UPDATE));
    }
  }

  private static String batches(Name table, Verb verb) {
    String head =
        verb == Verb.DELETE
            ? "DELETE FROM " + table.quoted()
            : "UPDATE " + table.quoted() + " SET the_column = the_value";
    return """
    -- not in a migration: a backfill (twinlane backfill) repeats this until no row is left
    %1$s WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM %2$s WHERE the_condition LIMIT 1000 FOR UPDATE SKIP LOCKED));\
    """
        .formatted(head, table.quoted());
  }

  static void look(Sight sight, Statement.Truncate truncate) {
    for (Name table : truncate.tables()) {
      if (sight.existing(table)) {
        sight.tell(
            Rule.TRUNCATE,
            "%s loses all its rows under ACCESS EXCLUSIVE, with CASCADE every table that refers to it too."
                .formatted(table.quoted()),
            batches(table, Verb.DELETE));
      }
    }
  }

  static void look(Sight sight, Statement.LockTable lock) {
    if (LIGHT_MODES.contains(lock.mode())) {
      return;
    }
    for (Name table : lock.tables()) {
      if (sight.existing(table)) {
        sight.tell(
            Rule.LOCK_TABLE,
            "%s on %s until the file ends: %s wait, behind a long query from the first moment on."
                .formatted(
                    lock.mode(),
                    table.quoted(),
                    lock.mode().equals("ACCESS EXCLUSIVE") ? "reads and writes" : "writes"),
            "-- each statement takes the lock that it needs; against two runs at once:\nSELECT pg_advisory_xact_lock(hashtext(%s));"
                .formatted(Name.literal(table.name())));
      }
    }
  }

  static void look(Sight sight, Statement.Vacuum vacuum) {
    boolean existing =
        vacuum.tables().isEmpty() || vacuum.tables().stream().anyMatch(sight::existing);
    if (vacuum.full() && existing) {
      sight.tell(
          Rule.VACUUM_FULL,
          "ACCESS EXCLUSIVE on %s while it is written anew: no reads or writes until then."
              .formatted(list(vacuum.tables())),
          "VACUUM (ANALYZE) %s;\n-- to give space back online: pg_repack"
              .formatted(list(vacuum.tables())));
    }
  }

  static void look(Sight sight, Statement.Restart restart) {
    if (!sight.known().fresh(Statement.ObjectKind.SEQUENCE, restart.sequence())) {
      restarted(sight, restart.sequence().quoted());
    }
  }

  static void look(Sight sight, Statement.Call call) {
    boolean sets = call.routines().stream().anyMatch(routine -> routine.name().equals("setval"));
    if (sets && !BEHIND_ALL.matcher(sight.sql()).find()) {
      restarted(sight, "the_sequence");
    }
    SET_CONFIG
        .matcher(sight.sql())
        .results()
        .map(set -> new Statement.Setting(set.group(1), set.group(2)))
        .forEach(setting -> FileRules.look(sight, setting));
  }

  static void restarted(Sight sight, String what) {
    sight.tell(
        Rule.RESTART_SEQUENCE,
        "%s hands out numbers that rows may have already: inserts fail with a duplicate key."
            .formatted(what),
        "-- behind the greatest number in use\nSELECT setval(%s, (SELECT max(id) FROM the_table));"
            .formatted(Name.literal(what)));
  }

  private static String list(List<Name> tables) {
    return tables.isEmpty()
        ? "each table"
        : String.join(", ", tables.stream().map(Name::quoted).toList());
  }

  static void look(Sight sight, Statement.Cluster cluster) {
    if (cluster.table().map(sight::existing).orElse(true)) {
      String table = cluster.table().map(Name::quoted).orElse("each table");
      sight.tell(
          Rule.CLUSTER,
          "ACCESS EXCLUSIVE on %s while it is written anew: no reads or writes until then."
              .formatted(table),
          "-- online, outside of migrations: pg_repack --table=%s --order-by=the_columns"
              .formatted(table));
    }
  }

  static void look(Sight sight, Statement.Refresh refresh) {
    if (refresh.concurrently() || !sight.existing(refresh.view())) {
      return;
    }
    sight.tell(
        Rule.REFRESH_MATERIALIZED_VIEW,
        "ACCESS EXCLUSIVE on %s while its query runs: its readers wait."
            .formatted(refresh.view().quoted()),
        "-- once, in a file of its own: CREATE UNIQUE INDEX CONCURRENTLY %2$s ON %1$s (the_key);\nREFRESH MATERIALIZED VIEW CONCURRENTLY %1$s;"
            .formatted(refresh.view().quoted(), refresh.view().derived("key")));
  }

  static void look(Sight sight, Statement.CreateTrigger create) {
    NameRules.look(sight, create.trigger());
    if (sight.existing(create.table()) && !replaced(sight, create)) {
      sight.tell(
          Rule.TRIGGER_ON_EXISTING_TABLE,
          "SHARE ROW EXCLUSIVE on %s for a moment, so writes wait; and from then on each write runs %s as well."
              .formatted(create.table().quoted(), create.trigger()),
          "-- where few write, and with the function tried on a copy");
    }
  }

  private static boolean replaced(Sight sight, Statement.CreateTrigger create) {
    return sight
        .file()
        .parts()
        .anyMatch(statement ->
            statement instanceof Statement.DropOn drop
                && drop.name().equals(create.trigger())
                && drop.table().key().equals(create.table().key()));
  }
}
