package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the session on a connection: what is set and prepared there, and what has to be
 * undone before somebody else has it. Lives on the connection's event loop.
 */
final class SessionState {

  private static final int NAMED_MAX = 100;

  /** The names of prepared statements, by their texts, the least used first. */
  private final Map<String, String> named = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Integer, TextType> types = new HashMap<>();
  private int names;
  private Map<String, String> settings = Map.of();
  private Traces traces = Traces.NOTHING;

  /** Types that take a question to know, as far as this session has asked it. */
  Map<Integer, TextType> types() {
    return types;
  }

  /** What is set besides what the session began with. */
  Map<String, String> settings() {
    return settings;
  }

  void settings(Map<String, String> now) {
    settings = Map.copyOf(now);
  }

  /** What has to be undone. */
  Traces traces() {
    return traces;
  }

  /** What is sent from here on may leave this behind. */
  void leaves(Traces more) {
    traces = traces.and(more);
  }

  /** So much has been undone. */
  void undone(Traces what) {
    traces = Traces.NOTHING;
    if (what == Traces.ANYTHING) {
      settings = Map.of();
      named.clear();
    }
  }

  /** PostgreSQL has not prepared it after all. */
  void forget(String sql) {
    named.remove(sql);
  }

  /** The name of a text's prepared statement; null if there is none. */
  @Nullable String name(String sql) {
    return named.get(sql);
  }

  /** The name of a text's prepared statement, which is prepared first. */
  String named(ByteBuf out, String sql) {
    if (named.size() >= NAMED_MAX) {
      Map.Entry<String, String> oldest = named.entrySet().iterator().next();
      Frames.closeStatement(out, oldest.getValue());
      named.remove(oldest.getKey());
    }
    String name = "twinlane_" + ++names;
    Frames.parse(out, name, sql);
    named.put(sql, name);
    return name;
  }
}
