package io.twinlane.migrator.lint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something in a migration that its author should see.
 *
 * @param rule what was broken
 * @param at the statement
 * @param danger what happens when it runs, in a sentence
 * @param safe the safe way: SQL to paste, with comments where SQL alone does not do
 */
public record Finding(Rule rule, Position at, String danger, String safe) {

  /**
   * Where a statement stands.
   *
   * @param file its name
   * @param line of its first word, from 1
   */
  public record Position(String file, int line) {}

  /** What programs get of it. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rule", rule.id());
    fields.put("level", rule.level().word());
    fields.put("file", at.file());
    fields.put("line", at.line());
    fields.put("danger", danger);
    fields.put("safe", safe);
    return fields;
  }

  /** What people get of it. */
  String text() {
    return "%s:%d: %s: %s%n  %s%n%s"
        .formatted(at.file(), at.line(), rule.level().word(), rule.id(), danger, safe.indent(4));
  }

  /** The same in another file's name, such as its path. */
  Finding in(String file) {
    return new Finding(rule, new Position(file, at.line()), danger, safe);
  }
}
