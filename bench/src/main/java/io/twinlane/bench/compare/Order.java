package io.twinlane.bench.compare;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be compared.
 *
 * @param home the working copy
 * @param groups of works; all if none is named
 * @param quick whether only what shows the most is there, and nothing is built
 * @param also settings of further suites, such as {@code POOL_PIPELINING=1}: each is there with its
 *     one change
 * @param jvm further options of the suites' JVM
 */
record Order(
    Path home, Set<Group> groups, boolean quick, Pace pace, List<String> also, List<String> jvm) {

  /** Of every pool, and of pgbench's clients. */
  static final int POOL_MAX = 8;

  Order {
    groups = groups.isEmpty() ? EnumSet.allOf(Group.class) : EnumSet.copyOf(groups);
    also = List.copyOf(also);
    jvm = List.copyOf(jvm);
    for (String setting : also) {
      if (setting.indexOf('=') < 1) {
        throw new IllegalArgumentException("a setting is NAME=VALUE, and not " + setting);
      }
    }
  }

  /** Of a suite, but for where its database is. */
  static Map<String, String> settings(boolean cache) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("POOL_MAX", Integer.toString(POOL_MAX));
    settings.put("SQL_POOL_MAX", Integer.toString(POOL_MAX));
    settings.put("CACHE_ENABLED", Boolean.toString(cache));
    // as in production; what is timed for its client is sent by itself
    settings.put("SERVER_TIMING", "on-request");
    return settings;
  }

  /** The same with one change. */
  static Map<String, String> settings(boolean cache, String also) {
    Map<String, String> settings = settings(cache);
    int equals = also.indexOf('=');
    settings.put(also.substring(0, equals), also.substring(equals + 1));
    return settings;
  }
}
