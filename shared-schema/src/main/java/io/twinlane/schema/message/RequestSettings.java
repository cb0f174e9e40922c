package io.twinlane.schema.message;

import io.twinlane.schema.catalog.SettingsRead;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a transaction that tell of the request it is for, besides PostgreSQL's own, which
 * have no dot in their names. An answer from a cache needs the latter, and few of the former, if
 * any; so those are made when somebody looks at them first. Immutable to whoever looks; safe for
 * several threads.
 */
public final class RequestSettings extends AbstractMap<String, String> {

  private final Map<String, String> own;
  private final Telling telling;
  private volatile @Nullable Map<String, String> all;

  /** What tells of a request; asked more than once, it gives the same. Safe for several threads. */
  public interface Telling {

    /** All that there is, at least one, by name. */
    Map<String, String> all();

    /** One by its name in lower case, and no other need be made for it; null if there is none. */
    @Nullable String one(String name);
  }

  /**
   * With what is at hand and what is not.
   *
   * @param own PostgreSQL's own settings
   */
  public RequestSettings(Map<String, String> own, Telling telling) {
    this.own = Map.copyOf(own);
    this.telling = telling;
  }

  /** An immutable copy; one that can be looked at only is its own copy. */
  static Map<String, String> copyOf(Map<String, String> settings) {
    return settings instanceof RequestSettings ? settings : Map.copyOf(settings);
  }

  /** Those among any that may matter to what looks at so many: PostgreSQL's own always do. */
  public static Map<String, String> of(Map<String, String> settings, SettingsRead read) {
    if (read.all() || settings.isEmpty()) {
      return settings;
    }
    return settings instanceof RequestSettings request
        ? request.of(read.names())
        : of(settings, read.names());
  }

  private Map<String, String> of(Set<String> names) {
    if (names.isEmpty()) {
      return own;
    }
    Map<String, String> part = new HashMap<>(own);
    for (String name : names) {
      String value = isOwn(name) ? null : telling.one(name);
      if (value != null) {
        part.put(name, value);
      }
    }
    return part;
  }

  private static Map<String, String> of(Map<String, String> settings, Set<String> names) {
    Map<String, String> part = new HashMap<>();
    settings.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (isOwn(name)) {
        part.put(name, value);
      } else if (names.contains(lower)) {
        part.put(lower, value);
      }
    });
    return part;
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
      both.putAll(telling.all());
      made = Map.copyOf(both);
      all = made;
    }
    return made;
  }
}
