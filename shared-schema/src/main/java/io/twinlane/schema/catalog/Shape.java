package io.twinlane.schema.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What a statement is made of, as PostgreSQL analysed it: followed through views, row-level
 * policies and functions in SQL, with every overload, operator and cast resolved.
 *
 * @param labels the kinds of nodes in its trees
 * @param commands the commands in it: a data-modifying WITH has its own
 * @param values {@code CURRENT_DATE} and its kin, by PostgreSQL's number
 * @param relations tables, views and the like that it names
 * @param functions functions that it calls, also those behind operators, casts and aggregates
 * @param settings what it asks {@code current_setting} for
 */
public record Shape(
    Set<String> labels,
    Set<Command> commands,
    Set<Integer> values,
    List<Relation> relations,
    List<Function> functions,
    SettingsRead settings) {

  public Shape {
    labels = Set.copyOf(labels);
    commands = Set.copyOf(commands);
    values = Set.copyOf(values);
    relations = List.copyOf(relations);
    functions = List.copyOf(functions);
    // one who does not know of it yet tells nothing of it
    settings = settings == null ? SettingsRead.anything() : settings;
  }

  /** The question's own word for domains whose checks call functions that it did not follow. */
  public static final String OPEN_DOMAINS = "OPENDOMAINS";

  /** Words that the question itself puts among the labels. */
  private static final Set<String> INCOMPLETE = Set.of("UNREAD", "MIXEDPATHS");

  /**
   * Whether it is certain that nothing is missing: no form of tree that is not known, no name in a
   * string that several search paths may resolve, and a command at least, as every statement is
   * one.
   */
  public boolean complete() {
    return !commands.isEmpty() && Collections.disjoint(labels, INCOMPLETE);
  }

  /** PostgreSQL's {@code CmdType}, by its numbers from version 15 on. */
  public enum Command {
    UNKNOWN,
    SELECT,
    UPDATE,
    INSERT,
    DELETE,
    MERGE,
    UTILITY,
    NOTHING;

    /** By its number, as PostgreSQL writes it. */
    public static Command of(String number) {
      int index = Integer.parseInt(number);
      return index < values().length ? values()[index] : UNKNOWN;
    }
  }

  /**
   * Whether a value is cast to a domain, where a domain's check calls what is in no tree of the
   * statement.
   */
  public boolean castsToOpenDomain() {
    return labels.contains(OPEN_DOMAINS) && labels.contains("COERCETODOMAIN");
  }

  /**
   * A relation.
   *
   * @param kind {@code pg_class.relkind}
   * @param persistence {@code pg_class.relpersistence}
   * @param written whether the statement takes the lock of a writer on it
   */
  public record Relation(
      long oid, String schema, String name, char kind, char persistence, boolean written) {

    /** The name by which both lanes know it. */
    public String qualified() {
      return schema + "." + name;
    }

    public boolean ofSystem() {
      return schema.equals("pg_catalog") || schema.equals("information_schema");
    }
  }

  /**
   * A function.
   *
   * @param volatility {@code pg_proc.provolatile}
   * @param kind {@code pg_proc.prokind}
   * @param language its language; a body in SQL has been followed
   */
  public record Function(
      long oid, String schema, String name, char volatility, char kind, String language) {

    public boolean builtIn() {
      return schema.equals("pg_catalog");
    }
  }
}
