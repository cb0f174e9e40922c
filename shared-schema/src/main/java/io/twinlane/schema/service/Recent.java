package io.twinlane.schema.service;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of so many entries at most: for one more, the one goes that was looked at or put least
 * lately. Not safe for several threads.
 */
public final class Recent<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;
  private static final int FIRST_SIZE = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final int max;

  public Recent(int max) {
    super(FIRST_SIZE, LOAD_FACTOR, true);
    this.max = max;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > max;
  }
}
