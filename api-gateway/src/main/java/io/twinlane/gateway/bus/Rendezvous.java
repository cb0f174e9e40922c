package io.twinlane.gateway.bus;

import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which service a read prefers: of all that there are, the one that gives the highest number
 * together with what is read (rendezvous hashing, Thaler and Ravishankar 1998). Reads of the same
 * go to the same service, and where one comes or goes only its own share moves.
 *
 * <p>A service that has far more to do than the others is passed over, so that what everybody reads
 * is spread (consistent hashing with bounded loads, Mirrokni, Thorup and Zadimoghaddam 2016).
 */
final class Rendezvous {

  /** With so little under way nobody is overloaded, and spreading would only cost hits. */
  static final int LOAD_MIN = 16;

  /** How much more than its equal share a service gets: 5/4. */
  private static final int MORE = 5;

  private static final int THAN = 4;

  private static final long ODD = 0x9E3779B97F4A7C15L;

  private Rendezvous() {}

  /**
   * What tells reads apart, as the cache does it: text, values, and who asks. Not a request's
   * settings, most of which change nothing in the answer.
   */
  static long hash(Work work) {
    long hash = with(ODD, work.identity().role());
    Session session = work.session();
    if (session != null) {
      hash = with(with(hash, session.database()), session.user());
    }
    List<Statement> statements = work.statements();
    for (int i = 0; i < statements.size(); i++) {
      hash = with(hash, statements.get(i));
    }
    return hash;
  }

  private static long with(long hash, Statement statement) {
    long all = with(hash, statement.sql());
    List<@Nullable String> parameters = statement.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      all = with(all, parameters.get(i));
    }
    return all;
  }

  /** A text remembers its hash code, so that a known statement costs nothing. */
  private static long with(long hash, @Nullable String text) {
    return mixed(hash + (text == null ? 1 : text.hashCode()));
  }

  /** 64 bits of a service's own. */
  static long seed(String instance) {
    long seed = ODD;
    for (int i = 0; i < instance.length(); i++) {
      seed = mixed(seed + instance.charAt(i));
    }
    return seed;
  }

  /** The one to ask; null if there is none. */
  static @Nullable Service choose(List<Service> services, long hash) {
    if (services.size() <= 1) {
      return services.isEmpty() ? null : services.getFirst();
    }
    int loadMax = loadMax(services);
    Service chosen = null;
    long highest = 0;
    for (int i = 0; i < services.size(); i++) {
      Service service = services.get(i);
      long score = mixed(hash ^ service.seed());
      if ((chosen == null || score > highest) && service.load() < loadMax) {
        chosen = service;
        highest = score;
      }
    }
    // all at their limit at once: only where another thread was faster
    return chosen == null ? services.getFirst() : chosen;
  }

  /** What a service may have under way, and one more. */
  private static int loadMax(List<Service> services) {
    int all = 1;
    for (int i = 0; i < services.size(); i++) {
      all += services.get(i).load();
    }
    return Math.max(LOAD_MIN, Math.ceilDiv(all * MORE, services.size() * THAN));
  }

  /** The last step of SplitMix64 (Steele, Lea and Flood 2014): each bit depends on all others. */
  private static long mixed(long number) {
    long first = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
    return (second ^ (second >>> 31)) + ODD;
  }
}
