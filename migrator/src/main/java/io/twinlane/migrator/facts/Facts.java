package io.twinlane.migrator.facts;

import io.twinlane.migrator.facts.Difference.Changed;
import io.twinlane.migrator.facts.Difference.Missing;
import io.twinlane.migrator.facts.Difference.Unexpected;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What the catalogs of a database say, at one moment. Compare what was read on servers of the same
 * major version: what PostgreSQL keeps, and how it writes definitions, differs between them.
 */
public final class Facts {

  private static final List<String> DATABASE =
      List.of(
          "schemas",
          "types",
          "sequences",
          "tables",
          "columns",
          "constraints",
          "views",
          "triggers",
          "functions",
          "search",
          "foreign",
          "replication",
          "ownership",
          "grants");

  private static final List<String> CLUSTER = List.of("cluster");

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::kind).thenComparing(Key::identity);

  private final SequencedMap<Key, Fact> facts;

  private Facts(List<Fact> facts) {
    this.facts = new TreeMap<>(ORDER);
    for (Fact fact : facts) {
      this.facts.put(new Key(fact.kind(), fact.identity()), fact);
    }
  }

  private record Key(String kind, String identity) {}

  /** What was read before, and kept somewhere. */
  public static Facts of(List<Fact> facts) {
    return new Facts(facts);
  }

  /**
   * Everything that a person can change in a database with a statement, but not rows, the values of
   * sequences and large objects. Left out are PostgreSQL's own schemas, temporary ones, the
   * migrator's own, and what belongs to an extension, save its tables, functions that were
   * replaced, and grants that differ from those it came with. Any role may read it, and different
   * roles read the same, but for the options of user mappings.
   *
   * @throws io.twinlane.migrator.console.CommandException if PostgreSQL refuses, or something was
   *     dropped in the meantime
   */
  public static Facts read(Connection connection) {
    return new Facts(new Reading(connection, DATABASE).facts());
  }

  /**
   * What all databases of the server share, such as roles, and what is said of this database as a
   * whole, such as its owner, grants and settings: a scratch database never has its like.
   *
   * @throws io.twinlane.migrator.console.CommandException if PostgreSQL refuses
   */
  public static Facts readCluster(Connection connection) {
    return new Facts(new Reading(connection, CLUSTER).facts());
  }

  /** All of them, sorted by kind and identity. */
  public List<Fact> all() {
    return List.copyOf(facts.values());
  }

  /** The SHA-256 of all kinds, identities and values, in hexadecimal. */
  public String digest() {
    MessageDigest digest = sha256();
    for (Fact fact : facts.values()) {
      for (String part : List.of(fact.kind(), fact.identity(), fact.value())) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * What differs, sorted by kind and identity. That a table with one column more or less also has
   * another order of columns is not said again.
   */
  public static List<Difference> between(Facts expected, Facts actual) {
    SequencedMap<Key, Difference> differences = new TreeMap<>(ORDER);
    expected.facts.forEach((key, fact) ->
        difference(fact, Optional.ofNullable(actual.facts.get(key)))
            .ifPresent(difference -> differences.put(key, difference)));
    actual.facts.forEach((key, fact) -> {
      if (!expected.facts.containsKey(key)) {
        differences.put(key, new Unexpected(fact));
      }
    });
    return new ArrayList<>(differences.values());
  }

  private static Optional<Difference> difference(Fact expected, Optional<Fact> actual) {
    if (actual.isEmpty()) {
      return Optional.of(new Missing(expected));
    }
    Changed changed = new Changed(expected, actual.get());
    boolean same =
        expected.value().equals(actual.get().value())
            || (expected.kind().endsWith(" order") && ColumnOrder.explained(changed));
    return same ? Optional.empty() : Optional.of(changed);
  }

  /**
   * The statements that turn the actual into the expected, in an order in which they can run: first
   * what goes, those that lean on others first, then what comes. What comes or goes with something
   * larger is left out. It is a draft: changes that no statement makes safely, such as taking a
   * label from an enum, are not in it, and rows may refuse what is. What is made again has lost
   * what was said of it, such as comments and grants, and may get grants by default privileges:
   * look and mend once more.
   */
  public static List<String> mending(List<Difference> differences) {
    return new Mending(differences).statements();
  }
}
