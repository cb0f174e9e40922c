package io.twinlane.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large the database is, and how its largest tables and indexes are used: what PostgreSQL has
 * counted itself. It is read while somebody looks at the metrics, at most once a minute, and only
 * from a database that has work, so that one that sleeps is let be; what is shown is then that of
 * the last time.
 *
 * <p>It has a connection of its own, as the sizes of many files may take a while: whoever looks
 * whether the database is there must not wait for them. No lock is taken for it: sizes of tables
 * are those of the last VACUUM or ANALYZE. Reading lives on the event loop of the lane.
 */
final class DatabaseStatistics {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseStatistics.class);
  private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How many tables, and how many indexes, are shown by name. */
  static final int SHOWN_MAX = 20;

  private static final String QUESTION =
      """
      select 'database', '', pg_database_size(current_database()),
        (select coalesce(sum(c.relpages::bigint), 0) * current_setting('block_size')::bigint
         from pg_stat_user_indexes s join pg_class c on c.oid = s.indexrelid
           join pg_index i on i.indexrelid = s.indexrelid
         where s.idx_scan = 0 and not i.indisunique)::bigint,
        0::bigint, 0::bigint
      union all
      (select 'table', s.schemaname || '.' || s.relname,
         (c.relpages + coalesce(t.relpages, 0)
           + (select coalesce(sum(x.relpages::bigint), 0)
              from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid))::bigint
           * current_setting('block_size')::bigint,
         coalesce(s.seq_scan, 0), coalesce(s.idx_scan, 0), coalesce(s.n_dead_tup, 0)
       from pg_stat_user_tables s join pg_class c on c.oid = s.relid
         left join pg_class t on t.oid = c.reltoastrelid
       order by c.relpages desc, s.relid limit %1$d)
      union all
      (select 'index', s.schemaname || '.' || s.indexrelname,
         c.relpages::bigint * current_setting('block_size')::bigint, coalesce(s.idx_scan, 0), 0, 0
       from pg_stat_user_indexes s join pg_class c on c.oid = s.indexrelid
       order by c.relpages desc, s.indexrelid limit %1$d)\
      """
          .formatted(SHOWN_MAX);

  private static final String TABLE = "table";
  private static final String INDEX = "index";

  private final DatabaseWatch watch;
  private final Questions questions;
  private final Context context;
  private final AtomicLong bytes = new AtomicLong(-1);
  private final AtomicLong unusedIndexBytes = new AtomicLong(-1);
  private final MultiGauge tableBytes;
  private final MultiGauge tableScans;
  private final MultiGauge deadRows;
  private final MultiGauge indexBytes;
  private final MultiGauge indexScans;
  private long readAt = System.nanoTime() - EVERY_NANOS;
  private boolean reading;

  /** Those of the database that is watched; shown from now on. */
  DatabaseStatistics(
      Vertx vertx, DatabaseWatch watch, Questions questions, MeterRegistry meters, String lane) {
    this.watch = watch;
    this.questions = questions;
    this.context = vertx.getOrCreateContext();
    gauge(lane, "twinlane.database.up", DatabaseWatch::connected)
        .description("Whether PostgreSQL answers, and takes writes where the lane makes some")
        .register(meters);
    gauge(lane, "twinlane.database.schema.current", DatabaseWatch::current)
        .description("Whether the database has every migration that is needed")
        .register(meters);
    Gauge.builder("twinlane.database.bytes", this, all -> all.looked(bytes))
        .description("What the database weighs on disk")
        .tag(LaneBook.LANE, lane)
        .strongReference(true)
        .register(meters);
    Gauge.builder("twinlane.database.unused.index.bytes", unusedIndexBytes, all -> known(all))
        .description("What those indexes weigh that were never used and keep nothing unique")
        .tag(LaneBook.LANE, lane)
        .strongReference(true)
        .register(meters);
    tableBytes = gauge(meters, lane, "twinlane.table.bytes", "Tables with their indexes");
    tableScans = gauge(meters, lane, "twinlane.table.scans", "Reads of tables, by the way taken");
    deadRows = gauge(meters, lane, "twinlane.table.dead.rows", "Rows that VACUUM has to remove");
    indexBytes = gauge(meters, lane, "twinlane.index.bytes", "Indexes");
    indexScans = gauge(meters, lane, "twinlane.index.scans", "Reads of indexes");
  }

  private Gauge.Builder<DatabaseWatch> gauge(
      String lane, String name, Predicate<DatabaseWatch> holds) {
    return Gauge.builder(name, watch, seen -> holds.test(seen) ? 1 : 0).tag(LaneBook.LANE, lane);
  }

  private static MultiGauge gauge(MeterRegistry meters, String lane, String name, String what) {
    return MultiGauge.builder(name)
        .description(what + "; of the " + SHOWN_MAX + " largest")
        .tags(LaneBook.LANE, lane)
        .register(meters);
  }

  /** Somebody looks: the next one will see what is so now. From any thread. */
  private double looked(AtomicLong value) {
    context.runOnContext(_ -> read());
    return known(value);
  }

  private static double known(AtomicLong value) {
    long number = value.get();
    return number < 0 ? Double.NaN : number;
  }

  private void read() {
    long now = System.nanoTime();
    if (reading || now - readAt < EVERY_NANOS || watch.idle() || !watch.connected()) {
      return;
    }
    reading = true;
    readAt = now;
    questions
        .ask(PATIENCE, connection -> connection.query(QUESTION).execute())
        .onComplete(_ -> reading = false)
        .onSuccess(this::show)
        .onFailure(cause -> LOG.debug("no statistics were read: {}", cause.getMessage()));
  }

  private void show(RowSet<Row> rows) {
    List<MultiGauge.Row<?>> tables = new ArrayList<>();
    List<MultiGauge.Row<?>> scans = new ArrayList<>();
    List<MultiGauge.Row<?>> dead = new ArrayList<>();
    List<MultiGauge.Row<?>> indexes = new ArrayList<>();
    List<MultiGauge.Row<?>> used = new ArrayList<>();
    for (Row row : rows) {
      String name = row.getString(1);
      switch (row.getString(0)) {
        case TABLE -> {
          Tags tags = Tags.of(TABLE, name);
          tables.add(MultiGauge.Row.of(tags, row.getLong(2)));
          scans.add(MultiGauge.Row.of(tags.and("way", "sequential"), row.getLong(3)));
          scans.add(MultiGauge.Row.of(tags.and("way", INDEX), row.getLong(4)));
          dead.add(MultiGauge.Row.of(tags, row.getLong(5)));
        }
        case INDEX -> {
          indexes.add(MultiGauge.Row.of(Tags.of(INDEX, name), row.getLong(2)));
          used.add(MultiGauge.Row.of(Tags.of(INDEX, name), row.getLong(3)));
        }
        default -> {
          bytes.set(row.getLong(2));
          unusedIndexBytes.set(row.getLong(3));
        }
      }
    }
    tableBytes.register(tables, true);
    tableScans.register(scans, true);
    deadRows.register(dead, true);
    indexBytes.register(indexes, true);
    indexScans.register(used, true);
  }
}
