package io.twinlane.schema.message;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a transaction that tell of the request it is for, besides PostgreSQL's own, which
 * have no dot in their names. An answer from a cache needs the latter at most; so the former are
 * made when somebody looks at them first. Immutable to whoever looks; safe for several threads.
 */
public final class RequestSettings extends AbstractMap<String, String> {

  private final Map<String, String> own;
  private final Supplier<Map<String, String>> telling;
  private volatile @Nullable Map<String, String> all;

  /**
   * With what is at hand and what is not.
   *
   * @param own PostgreSQL's own settings
   * @param telling makes the others, at least one; asked more than once, it gives the same
   */
  public RequestSettings(Map<String, String> own, Supplier<Map<String, String>> telling) {
    this.own = Map.copyOf(own);
    this.telling = telling;
  }

  /** An immutable copy; one that can be looked at only is its own copy. */
  static Map<String, String> copyOf(Map<String, String> settings) {
    return settings instanceof RequestSettings ? settings : Map.copyOf(settings);
  }

  /** PostgreSQL's own settings, such as the search path, among any. */
  public static Map<String, String> own(Map<String, String> settings) {
    if (settings instanceof RequestSettings request) {
      return request.own;
    }
    if (settings.isEmpty()) {
      return settings;
    }
    Map<String, String> own = new HashMap<>(settings);
    own.keySet().removeIf(name -> !isOwn(name));
    return own;
  }

  private static boolean isOwn(String name) {
    return name.indexOf('.') < 0;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    return name instanceof String text && isOwn(text) ? own.get(text) : all().get(name);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return all().entrySet();
  }

  private Map<String, String> all() {
    Map<String, String> made = all;
    if (made == null) {
      Map<String, String> both = new HashMap<>(own);
      both.putAll(telling.get());
      made = Map.copyOf(both);
      all = made;
    }
    return made;
  }
}
