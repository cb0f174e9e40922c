package io.twinlane.query;

import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Reply;

/** The answer for those who waited for somebody else's statement. */
final class Collapsed {

  private Collapsed() {}

  static Reply of(Reply reply) {
    return reply instanceof Done done && done.cache() != null
        ? done.with(collapsed(done.cache()))
        : reply;
  }

  private static CacheStatus collapsed(CacheStatus led) {
    return new CacheStatus(
        led.source(),
        led.stored(),
        true,
        led.detail(),
        led.ageSeconds(),
        led.ttlSeconds(),
        led.tag());
  }
}
