package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.flag;
import static io.twinlane.migrator.report.Column.raw;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that an operator looks at, as they are for the user of this connection, and advice
 * only where a value is wrong on any server.
 */
final class ServerSettings {

  private static final List<String> NAMES =
      List.of(
          "server_version",
          "shared_preload_libraries",
          "max_connections",
          "superuser_reserved_connections",
          "shared_buffers",
          "effective_cache_size",
          "work_mem",
          "maintenance_work_mem",
          "random_page_cost",
          "effective_io_concurrency",
          "max_parallel_workers_per_gather",
          "jit",
          "wal_level",
          "max_wal_size",
          "checkpoint_timeout",
          "synchronous_commit",
          "fsync",
          "full_page_writes",
          "data_checksums",
          "ignore_checksum_failure",
          "zero_damaged_pages",
          "autovacuum",
          "autovacuum_max_workers",
          "autovacuum_naptime",
          "track_counts",
          "track_activities",
          "track_io_timing",
          "statement_timeout",
          "lock_timeout",
          "idle_in_transaction_session_timeout",
          "log_min_duration_statement",
          "log_lock_waits",
          "ssl",
          "password_encryption",
          "TimeZone");

  private static final Question QUESTION =
      new Question(
          """
          select s.name, current_setting(s.name) as value, s.setting, s.unit, s.source,
            s.pending_restart,
            case
              when s.name = 'fsync' and s.setting = 'off'
                then 'turn it on: a power cut destroys the database'
              when s.name = 'full_page_writes' and s.setting = 'off'
                then 'turn it on: a power cut leaves torn pages'
              when s.name = 'autovacuum' and s.setting = 'off'
                then 'turn it on: tables swell, and in the end PostgreSQL takes no writes'
              when s.name = 'track_counts' and s.setting = 'off'
                then 'turn it on: without it autovacuum does nothing and reports are empty'
              when s.name = 'track_activities' and s.setting = 'off'
                then 'turn it on: nobody sees what a session does'
              when s.name = 'zero_damaged_pages' and s.setting = 'on'
                then 'turn it off: damaged rows vanish without a word'
              when s.name = 'ignore_checksum_failure' and s.setting = 'on'
                then 'turn it off: damaged rows are read as if they were whole'
              when s.name = 'password_encryption' and s.setting = 'md5'
                then 'set scram-sha-256: who steals an md5 hash can log in'
              when s.name like 'enable\\_%' and s.setting = 'off'
                then 'turn it on: it is meant for experiments'
              when s.pending_restart then 'restart the server: the file says another value'
            end as advice
          from pg_settings s
          left join unnest(?::text[]) with ordinality wanted (name, position)
            on wanted.name = s.name
          where wanted.name is not null or s.pending_restart
            or (s.name like 'enable\\_%' and s.setting = 'off' and s.boot_val = 'on')
          order by wanted.position, s.name
          """,
          List.of(
              text("name"),
              text("value"),
              raw("setting"),
              raw("unit"),
              text("source"),
              flag("pending_restart"),
              text("advice")));

  private ServerSettings() {}

  static Findings found(Connection connection) throws SQLException {
    List<Row> rows = QUESTION.ask(connection, NAMES);
    List<String> seen = rows.stream().map(row -> row.text("name")).toList();
    List<String> hidden = NAMES.stream().filter(name -> !seen.contains(name)).toList();
    List<String> notes = new ArrayList<>();
    if (!hidden.isEmpty()) {
      notes.add(
          "hidden from this user: %s; GRANT pg_read_all_settings shows them"
              .formatted(String.join(", ", hidden)));
    }
    boolean toDo = rows.stream().anyMatch(row -> !row.text("advice").isEmpty());
    return new Findings(QUESTION.columns(), rows, notes, toDo);
  }
}
