package io.twinlane.migrator.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.facts.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was true of a database when it was dumped, and what the dump is: the measure that a restored
 * copy is held against. It stands beside the dump as {@code FILE.manifest.json}.
 *
 * @param rows how many rows each table had that the dump has the rows of
 */
record Manifest(
    Origin origin, Contents contents, Bytes bytes, SortedMap<String, Long> rows, Catalog catalog) {

  static final String ENDING = ".manifest.json";

  /** Stands for the database's own name in statements, as it may be restored under another. */
  static final String DATABASE = "{database}";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  Manifest {
    rows = new TreeMap<>(rows);
  }

  /**
   * Where a dump comes from.
   *
   * @param server its version, as it prints it
   * @param time in UTC, as ISO 8601 has it
   * @param migration the version of the newest migration, empty if there was none
   */
  record Origin(
      String environment,
      String database,
      String server,
      String time,
      String migration,
      DatabaseLocale locale) {}

  /**
   * What a dump was asked to hold.
   *
   * @param tables the only ones that it has; empty for all
   * @param excluded those that it has not
   * @param arguments what pg_dump was told besides
   * @param tool the version of pg_dump
   */
  record Contents(
      Kind kind, List<String> tables, List<String> excluded, List<String> arguments, String tool) {

    Contents {
      tables = List.copyOf(tables);
      excluded = List.copyOf(excluded);
      arguments = List.copyOf(arguments);
    }

    /** Whether a database can be made of it alone. */
    boolean whole() {
      return kind != Kind.DATA && tables.isEmpty() && excluded.isEmpty() && arguments.isEmpty();
    }
  }

  /** The file itself. */
  record Bytes(long count, String sha256) {}

  /**
   * What the catalogs said.
   *
   * @param roles who owns something in the database, or was granted something
   * @param aside statements for what is said of the database as a whole, which no dump has
   * @param digest of all the facts
   */
  record Catalog(List<String> roles, List<String> aside, String digest, List<Said> facts) {

    Catalog {
      roles = List.copyOf(roles);
      aside = List.copyOf(aside);
      facts = List.copyOf(facts);
    }

    static Catalog of(Snapshot snapshot) {
      Facts facts = snapshot.facts();
      return new Catalog(snapshot.roles(), snapshot.aside(), facts.digest(), Said.of(facts));
    }
  }

  /** One thing that they said. */
  record Said(String kind, String identity, String value) {

    static List<Said> of(Facts facts) {
      return facts.all().stream()
          .map(fact -> new Said(fact.kind(), fact.identity(), fact.value()))
          .toList();
    }
  }

  /** Of what a dump consists. */
  enum Kind {
    SCHEMA,
    FULL,
    DATA;

    /** As file names have it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where the manifest of a dump lies. */
  static Path beside(Path dump) {
    return dump.resolveSibling(dump.getFileName() + ENDING);
  }

  /**
   * The manifest of a dump, if it has one.
   *
   * @throws CommandException if it cannot be read
   */
  static Optional<Manifest> of(Path dump) {
    Path file = beside(dump);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), Manifest.class));
    } catch (JacksonException e) {
      throw new CommandException(file + " is damaged: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** As a file holds it. */
  byte[] encoded() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether both are of the same database and environment, and were asked for the same. */
  boolean sameSeries(Manifest other) {
    return origin.environment().equals(other.origin.environment())
        && origin.database().equals(other.origin.database())
        && contents.kind() == other.contents.kind()
        && contents.tables().equals(other.contents.tables())
        && contents.excluded().equals(other.contents.excluded())
        && contents.arguments().equals(other.contents.arguments());
  }

  long rowsInAll() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
