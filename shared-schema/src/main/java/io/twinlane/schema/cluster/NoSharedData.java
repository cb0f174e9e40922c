package io.twinlane.schema.cluster;

import io.vertx.core.Completable;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.Map;

/**
 * A membership without shared maps, locks and counters: nothing in the suite agrees by them, since
 * none of them holds in a partition.
 */
interface NoSharedData extends ClusterManager {

  @Override
  default <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
    promise.fail(new UnsupportedOperationException("no shared maps"));
  }

  @Override
  default <K, V> Map<K, V> getSyncMap(String name) {
    throw new UnsupportedOperationException("no shared maps");
  }

  @Override
  default void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
    promise.fail(new UnsupportedOperationException("no shared locks"));
  }

  @Override
  default void getCounter(String name, Completable<Counter> promise) {
    promise.fail(new UnsupportedOperationException("no shared counters"));
  }
}
