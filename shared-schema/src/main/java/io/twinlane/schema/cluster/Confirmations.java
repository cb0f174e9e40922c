package io.twinlane.schema.cluster;

import io.vertx.core.Completable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgroups.Address;

/**
 * Notices that wait until every other member knows of them. A member that leaves is not waited for.
 * Used by many threads.
 */
final class Confirmations {

  private final Map<Long, Wait> waits = new HashMap<>();
  private Set<Address> members = Set.of();

  /** Who must confirm from now on, and who is not waited for any more. */
  void members(Collection<Address> others) {
    Set<Address> present = Set.copyOf(others);
    List<Wait> over = new ArrayList<>();
    synchronized (this) {
      members = present;
      waits.values().forEach(wait -> wait.missing.retainAll(present));
      waits.values().removeIf(wait -> wait.missing.isEmpty() && over.add(wait));
    }
    over.forEach(Wait::end);
  }

  /** Begins to wait for those who are members now. */
  void expect(long id, Completable<Void> done) {
    synchronized (this) {
      if (!members.isEmpty()) {
        waits.put(id, new Wait(new HashSet<>(members), done));
        return;
      }
    }
    done.succeed();
  }

  void confirmed(long id, Address by) {
    Wait wait;
    synchronized (this) {
      wait = waits.get(id);
      if (wait == null || !wait.missing.remove(by) || !wait.missing.isEmpty()) {
        return;
      }
      waits.remove(id);
    }
    wait.end();
  }

  /** Waits no longer: whoever has not confirmed is frozen or cut off, and about to be dropped. */
  void expire(long id) {
    Wait wait;
    synchronized (this) {
      wait = waits.remove(id);
    }
    if (wait != null) {
      wait.end();
    }
  }

  private record Wait(Set<Address> missing, Completable<Void> done) {
    void end() {
      done.succeed();
    }
  }
}
