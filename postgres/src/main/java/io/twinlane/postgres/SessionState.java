package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
  private final Map<String, Named> named = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Integer, TextType> types = new HashMap<>();
  private int names;
  private Map<String, String> settings = Map.of();
  private Traces traces = Traces.NOTHING;

  /** A prepared statement, and what its columns are, once PostgreSQL has said so. */
  private static final class Named {

    private final String name;
    private byte @Nullable [] columns;

    Named(String name) {
      this.name = name;
    }
  }

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
    Named statement = named.get(sql);
    return statement == null ? null : statement.name;
  }

  /** The content of a text's RowDescription, as it was when it was noted; null if it was not. */
  @Nullable ByteBuf columns(String sql) {
    Named statement = named.get(sql);
    return statement == null || statement.columns == null
        ? null
        : Unpooled.wrappedBuffer(statement.columns);
  }

  /** Notes what PostgreSQL says of the columns of a text that is prepared. */
  void described(String sql, ByteBuf columns) {
    Named statement = named.get(sql);
    if (statement != null) {
      statement.columns = ByteBufUtil.getBytes(columns);
    }
  }

  /** The name of a text's prepared statement, which is prepared first. */
  String named(ByteBuf out, String sql) {
    if (named.size() >= NAMED_MAX) {
      Map.Entry<String, Named> oldest = named.entrySet().iterator().next();
      Frames.closeStatement(out, oldest.getValue().name);
      named.remove(oldest.getKey());
    }
    String name = "twinlane_" + ++names;
    Frames.parse(out, name, sql);
    named.put(sql, new Named(name));
    return name;
  }
}
