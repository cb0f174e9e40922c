package io.twinlane.standalone.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.metrics.Metrics;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.standalone.MetricsPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What services that are processes of their own count besides: leases, copies, the register. */
class ClusterMetricsIT {

  private static final String READ = "select v from t where k = 1";
  private static final String WRITE = "update t set v = v + 1 where k = 1 returning v";

  private final MeterRegistry meters = Metrics.registry(new Metrics.Settings(true), "test");
  private TestDatabase database;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.create();
    database.execute("create table t (k int primary key, v int); insert into t values (1, 0)");
    cluster = new Cluster(database, meters);
    cluster.startQuery();
    cluster.startWrite();
  }

  @AfterEach
  void stop() {
    cluster.close();
    database.close();
  }

  private MetricsPage page() {
    return MetricsPage.of(((PrometheusMeterRegistry) meters).scrape());
  }

  private boolean aHit() throws Exception {
    return Cluster.status(cluster.read(Address.QUERY, READ)).source() == Source.HIT;
  }

  private static CacheStatus read(Lanes lanes) throws Exception {
    Done done =
        (Done) Cluster.await(lanes.run(Address.QUERY, Cluster.work(READ, Transaction.read())));
    return Cluster.status(done);
  }

  @Test
  void leasesAndTheRegisterAreShown() throws Exception {
    Cluster.until(this::aHit);
    Cluster.until(() -> page().sum("twinlane_write_register_entered") == 1);

    MetricsPage page = page();

    assertThat(page.sum("twinlane_lease_held", "kind=\"answers\"")).isEqualTo(1);
    assertThat(page.sum("twinlane_lease_holders", "kind=\"answers\"")).isEqualTo(1);
    assertThat(page.sum("twinlane_lease_holders", "kind=\"copies\"")).isZero();
    assertThat(page.sum("twinlane_lease_waits_total")).isZero();
  }

  @Test
  void aWriteThatWaitsForALeaseIsCounted() throws Exception {
    Cluster.until(this::aHit);
    cluster.lose(Address.BUMP.of(cluster.instances(Address.QUERY).iterator().next()));

    cluster.write(WRITE);

    MetricsPage page = page();
    assertThat(page.sum("twinlane_lease_waits_total")).isEqualTo(1);
    assertThat(page.sum("twinlane_lease_holders", "kind=\"answers\"")).isZero();
    assertThat(page.sum("twinlane_announcement_duration_seconds_bucket", "le=\"0.1\"", "committed"))
        .isZero();
    assertThat(page.sum("twinlane_announcement_duration_seconds_count", "committed")).isEqualTo(1);
  }

  @Test
  void copiesOfAGatewayAreCounted() throws Exception {
    Lanes lanes = cluster.startGateway();
    Cluster.until(() -> "near".equals(read(lanes).detail()));
    MetricsPage before = page();

    read(lanes);

    MetricsPage after = page();
    String hit = "status=\"hit\"";
    assertThat(after.sum("twinlane_near_cache_requests_total", hit))
        .isEqualTo(before.sum("twinlane_near_cache_requests_total", hit) + 1);
    assertThat(after.sum("twinlane_cache_requests_total"))
        .isEqualTo(before.sum("twinlane_cache_requests_total"));
    assertThat(after.sum("twinlane_near_cache_entries")).isEqualTo(1);
    assertThat(after.sum("twinlane_near_cache_kept_bytes")).isPositive();
    assertThat(after.families()).contains("twinlane_near_cache_evictions_total");
  }
}
