package io.twinlane.schema.catalog;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which of the settings that tell of a request a statement may look at, such as a token's claims.
 *
 * @param all whether it may be any of them
 * @param names those that it may be where not all; in lower case, since to PostgreSQL the names of
 *     settings are the same in capitals
 */
public record SettingsRead(boolean all, Set<String> names) {

  private static final SettingsRead NONE = new SettingsRead(false, Set.of());
  private static final SettingsRead ANYTHING = new SettingsRead(true, Set.of());

  public SettingsRead {
    names = Set.copyOf(names);
  }

  public static SettingsRead none() {
    return NONE;
  }

  public static SettingsRead anything() {
    return ANYTHING;
  }

  /** Those of these names, in any case. */
  public static SettingsRead of(Set<String> names) {
    Set<String> lower = new HashSet<>();
    names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    return new SettingsRead(false, lower);
  }

  public boolean isNone() {
    return !all && names.isEmpty();
  }

  /** What two look at together. */
  public SettingsRead and(SettingsRead other) {
    if (isNone()) {
      return other;
    }
    Set<String> both = new HashSet<>(names);
    both.addAll(other.names);
    return all || other.all ? ANYTHING : new SettingsRead(false, both);
  }
}
