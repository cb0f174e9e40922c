package io.twinlane.migrator.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far back PostgreSQL's counts of scans reach, and whether they tell of all work.
 *
 * @param since when counting began, in UTC; empty if nobody knows
 * @param age how long ago that is; zero if nobody knows
 * @param standby whether this server is a standby
 * @param standbys how many are attached to this server
 */
record Statistics(String since, Duration age, boolean standby, long standbys) {

  private static final Duration TRUSTED = Duration.ofDays(7);

  // A crash throws the counts away and leaves no date at the database, but it does at the writer.
  private static final Question QUESTION =
      new Question(
          """
          select to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since,
            greatest(extract(epoch from clock_timestamp() - since), 0)::int8 as seconds,
            pg_is_in_recovery() as standby,
            (select count(*) from pg_stat_replication) as standbys
          from (
            select greatest(d.stats_reset, b.stats_reset) as since
            from pg_stat_database d, pg_stat_bgwriter b
            where d.datname = current_database()) reset
          """,
          List.of(
              Column.text("since"),
              Column.count("seconds"),
              Column.flag("standby"),
              Column.count("standbys")));

  static Statistics of(Connection connection) throws SQLException {
    Row row = QUESTION.ask(connection).getFirst();
    return new Statistics(
        row.text("since"),
        Duration.ofSeconds(row.number("seconds")),
        row.text("standby").equals("true"),
        row.number("standbys"));
  }

  /** Whether they are old enough to say that something is never used. */
  boolean trusted() {
    return age.compareTo(TRUSTED) >= 0;
  }

  /** What a reader must know before it believes the counts. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        since.isEmpty()
            ? "nobody knows since when PostgreSQL counts"
            : "counted since %s, which is %s".formatted(since, words()));
    if (standby) {
      notes.add("this is a standby: work on the primary is not counted here");
    }
    if (standbys > 0) {
      notes.add(
          "servers that follow this one: %d; work on them is not counted here".formatted(standbys));
    }
    return notes;
  }

  private String words() {
    return age.toDays() > 0
        ? "%d days".formatted(age.toDays())
        : "%d hours and %d minutes".formatted(age.toHours(), age.toMinutesPart());
  }
}
