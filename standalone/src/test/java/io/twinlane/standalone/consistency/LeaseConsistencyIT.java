package io.twinlane.standalone.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Eight clients read and write through two gateways with copies, two query-services and two
 * write-services, while announcements and leases are delayed and lost. No read may be older than a
 * write that was acknowledged before it began.
 *
 * <p>{@code -Dconsistency.operations=1000000} makes a long run of it.
 */
class LeaseConsistencyIT {

  private static final int CLIENTS = 8;
  private static final int GROUPS = 16;
  private static final int WRITES_PERCENT = 10;
  private static final long OPERATIONS = Long.getLong("consistency.operations", 20_000);

  @Test
  void noReadIsOlderThanAnAcknowledgedWriteWhateverIsLost() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Cluster cluster = new Cluster(database)) {
      database.execute(
          """
          create table plain (key int primary key, grp int, v int);
          insert into plain select g * 4 + k, g, 0 from generate_series(0, 15) g, generate_series(0, 3) k
          """);
      cluster.loseSome();
      for (int i = 0; i < 2; i++) {
        cluster.startQuery();
        cluster.startWrite();
      }
      List<Lanes> gateways = List.of(cluster.startGateway(), cluster.startGateway());
      History history = new History(GROUPS);
      AtomicLong left = new AtomicLong(OPERATIONS);
      AtomicLong[] outcomes = {new AtomicLong(), new AtomicLong(), new AtomicLong()};

      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running =
            IntStream.range(0, CLIENTS)
                .<Future<?>>mapToObj(one ->
                    clients.submit(() -> client(gateways.get(one % 2), history, left, outcomes)))
                .toList();
        for (Future<?> client : running) {
          client.get();
        }
      }

      System.out.printf(
          "leases: %s, near %s, hit %s, other %s%n",
          history, outcomes[0], outcomes[1], outcomes[2]);
      assertThat(history.examples()).isEmpty();
      assertThat(outcomes[0]).hasPositiveValue();
      assertThat(outcomes[1]).hasPositiveValue();
    }
  }

  private static Object client(
      Lanes gateway, History history, AtomicLong left, AtomicLong[] outcomes) throws Exception {
    int[] seen = new int[GROUPS];
    while (left.getAndDecrement() > 0) {
      int group = ThreadLocalRandom.current().nextInt(GROUPS);
      if (ThreadLocalRandom.current().nextInt(100) < WRITES_PERCENT) {
        history.writeBegins(group);
        Done done =
            run(
                gateway,
                Address.WRITE,
                "update plain set v = v + 1 where grp = " + group + " returning v",
                Transaction.write());
        history.writeAcknowledged(group, versions(done).getFirst());
      } else {
        int floor = history.floor(group);
        Done done =
            run(
                gateway,
                Address.QUERY,
                "select v from plain where grp = " + group + " order by key",
                Transaction.read());
        seen[group] = history.judge(group, versions(done), floor, seen[group]);
        outcomes[outcome(done)].incrementAndGet();
      }
    }
    return history;
  }

  private static int outcome(Done done) {
    if ("near".equals(Cluster.status(done).detail())) {
      return 0;
    }
    return Cluster.status(done).source() == Source.HIT ? 1 : 2;
  }

  private static Done run(Lanes gateway, Address lane, String sql, Transaction transaction)
      throws Exception {
    Work work = Cluster.work(sql, transaction);
    return (Done) Cluster.await(gateway.run(lane, work));
  }

  private static List<Integer> versions(Done done) {
    return new JsonArray(done.last().body())
        .stream().map(row -> ((JsonObject) row).getInteger("v")).toList();
  }
}
