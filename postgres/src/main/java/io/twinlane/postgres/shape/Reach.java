package io.twinlane.postgres.shape;

import io.twinlane.schema.catalog.Shape;
import java.util.List;
import java.util.Set;

/**
 * What a statement that writes may reach beyond the tables that it names.
 *
 * @param shape the statement itself
 * @param tables every table whose content may change: the named ones, what foreign keys, partitions
 *     and inheritance lead to, and the parents of all of them; as {@code schema.table}
 * @param kinds {@code pg_class.relkind} of them
 * @param code what runs with it: triggers, and functions in defaults, checks and policies
 * @param rules whether rules rewrite it
 */
public record Reach(
    Shape shape, Set<String> tables, Set<Character> kinds, List<Code> code, boolean rules) {

  public Reach {
    tables = Set.copyOf(tables);
    kinds = Set.copyOf(kinds);
    code = List.copyOf(code);
  }

  /**
   * A function that runs with the statement.
   *
   * @param builtIn whether it is PostgreSQL's own
   * @param volatility {@code pg_proc.provolatile}
   * @param language its language; {@code sql} only if its body has been followed
   * @param plain whether its source computes and does nothing else: {@link PlainCode}
   */
  public record Code(
      String name,
      boolean trigger,
      boolean builtIn,
      char volatility,
      String language,
      boolean plain) {}
}
