package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Sight.Located;
import java.util.List;

/** Rules for how a file runs as a whole. */
final class FileRules {

  private FileRules() {}

  static void look(Sight sight, Statement.Unread unread) {
    boolean placeholder = sight.sql().contains("${");
    boolean psql = sight.sql().matches("(?s).*(^|\\n)\\s*\\\\[a-z]+.*");
    String why =
        placeholder
            ? "${…} is not replaced: write the value"
            : psql ? "commands of psql are not SQL" : unread.reason();
    sight.tell(
        Rule.UNREADABLE,
        "This cannot be read, so it was not checked: %s.".formatted(why),
        """
        -- if PostgreSQL knows the statement and this grammar does not: look yourself, then say so in front of it
        -- allow: unreadable: what the statement locks, and for how long\
        """);
  }

  static void look(Sight sight, Statement.Dynamic dynamic) {
    sight.tell(
        Rule.DYNAMIC_SQL,
        "The text of this statement is known only at run time, so it was not checked.",
        """
        -- write the statement itself; or, having looked at what it can become:
        -- allow: dynamic-sql: what it does\
        """);
  }

  static void look(Sight sight, Statement.TransactionControl control) {
    if (control.word().equals("SAVEPOINT") || control.word().equals("RELEASE")) {
      return;
    }
    sight.tell(
        Rule.TRANSACTION_CONTROL,
        "%s: each file is one transaction already, so what stands before and after would no longer be kept or lost together."
            .formatted(control.word()),
        "-- without it; what must not be in one transaction belongs in files of its own");
  }

  static void look(Sight sight, Statement.Setting setting) {
    boolean off = setting.value().matches("0|0ms|0s|0min|'?0'?");
    if (setting.name().equals("lock_timeout") && off) {
      sight.tell(
          Rule.LOCK_TIMEOUT_OFF,
          "A statement that waits for a lock then waits for ever, and all reads and writes of the table wait behind it.",
          "-- without it: migrate sets a limit and tries again");
    }
    if (setting.name().equals("session_replication_role") && !setting.value().equals("origin")) {
      sight.tell(
          Rule.DISABLE_TRIGGER,
          "No trigger and no foreign key looks at what is written from now on.",
          "-- without it; rows that break a foreign key have to be mended first");
    }
  }

  /** Looks at a file whose statements have all been looked at. */
  static void whole(Known known, FileView file, List<Sight.Draft> drafts) {
    List<Located> parts =
        file.statements().stream()
            .flatMap(written -> written.parts().stream().map(part -> new Located(written, part)))
            .toList();
    alone(known, file, parts, drafts);
    enums(known, file, parts, drafts);
  }

  private static void alone(
      Known known, FileView file, List<Located> parts, List<Sight.Draft> drafts) {
    List<Located> alone =
        parts.stream().filter(each -> FileView.standsAlone(each.part().statement())).toList();
    long others =
        parts.stream()
            .map(each -> each.part().statement())
            .filter(statement -> !FileView.standsAlone(statement) && !light(statement))
            .count();
    if (alone.isEmpty()) {
      return;
    }
    Sight first = new Sight(known, file, alone.getFirst(), drafts);
    if (others > 0) {
      first.tell(
          Rule.CONCURRENTLY_MIXED,
          "It may not run inside a transaction, so the file's other statements have none either: a failure keeps half of them.",
          "-- in a file of its own\n%s;".formatted(first.sql()));
    } else if (builds(alone) > 1) {
      first.tell(
          Rule.CONCURRENTLY_SEVERAL,
          "Without a transaction a failure of the second keeps the first.",
          "-- each in a file of its own\n%s;".formatted(first.sql()));
    }
  }

  private static long builds(List<Located> alone) {
    return alone.stream()
        .filter(each -> each.part().statement() instanceof Statement.CreateIndex)
        .count();
  }

  private static boolean light(Statement statement) {
    return switch (statement) {
      case Statement.Other other -> other.light();
      case Statement.Setting _ -> true;
      case Statement.Unread _, Statement.TransactionControl _ -> true;
      default -> false;
    };
  }

  private static void enums(
      Known known, FileView file, List<Located> parts, List<Sight.Draft> drafts) {
    for (int i = 0; i < parts.size(); i++) {
      boolean adds =
          parts.get(i).part().statement() instanceof Statement.AddEnumValue add
              && !known.fresh(Statement.ObjectKind.TYPE, add.type());
      if (adds) {
        enumValue(
            new Sight(known, file, parts.get(i), drafts),
            parts.subList(i + 1, parts.size()),
            parts.size() > 1);
      }
    }
  }

  private static void enumValue(Sight sight, List<Located> after, boolean mixed) {
    if (!(sight.located().part().statement() instanceof Statement.AddEnumValue add)) {
      return;
    }
    boolean used =
        after.stream()
            .filter(each -> !(each.part().statement() instanceof Statement.AddEnumValue))
            .anyMatch(each -> each.part().sql().contains(Name.literal(add.value())));
    String safe =
        "-- in a file of its own, before the one that uses it\n%s;".formatted(sight.sql());
    if (used) {
      sight.tell(
          Rule.ENUM_VALUE_USED_AT_ONCE,
          "PostgreSQL refuses to use %s before the transaction that adds it is over."
              .formatted(Name.literal(add.value())),
          safe);
    } else if (mixed) {
      sight.tell(
          Rule.ENUM_VALUE_MIXED,
          "An enum value cannot be taken away again, whatever becomes of the rest of the file.",
          safe);
    }
  }
}
