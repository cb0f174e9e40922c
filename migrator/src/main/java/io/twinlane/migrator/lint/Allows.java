package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Sight.Draft;
import io.twinlane.migrator.lint.Sight.Located;
import io.twinlane.migrator.lint.Written.Comment;
import io.twinlane.migrator.lint.Written.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments by which a file excuses its statements, each from one rule and with a reason: {@code
 * -- allow: rule: reason}, directly in front of the statement.
 */
final class Allows {

  private static final Pattern ALLOW =
      Pattern.compile("allow\\s*:\\s*([\\w-]*)\\s*(?::\\s*(.*))?", Pattern.CASE_INSENSITIVE);

  private Allows() {}

  /** The findings that no comment excuses, and those about the comments themselves. */
  static List<Draft> applied(FileView file, List<Draft> drafts) {
    List<Draft> left = new ArrayList<>();
    for (Written written : file.statements()) {
      left.addAll(
          applied(
              written,
              drafts.stream().filter(draft -> draft.at().written().equals(written)).toList()));
    }
    return left;
  }

  private static List<Draft> applied(Written written, List<Draft> found) {
    List<Draft> left = new ArrayList<>(found);
    for (Comment comment : written.comments().before()) {
      Matcher allow = ALLOW.matcher(comment.text());
      if (allow.lookingAt()) {
        apply(written, comment, allow, left);
      }
    }
    for (Comment comment : written.comments().elsewhere()) {
      if (ALLOW.matcher(comment.text()).lookingAt()) {
        left.add(
            unused(
                written, comment, "It does not stand on a line directly in front of a statement."));
      }
    }
    return left;
  }

  private static void apply(Written written, Comment comment, Matcher allow, List<Draft> left) {
    String id = allow.group(1);
    String reason = allow.group(2);
    boolean known = Rule.of(id).isPresent();
    if (!known || reason == null || reason.isBlank()) {
      left.add(
          draft(
              Rule.ALLOW_WITHOUT_REASON,
              written,
              comment,
              known
                  ? "It gives no reason, so it does not hold."
                  : "No rule is called %s, so it does not hold."
                      .formatted(id.isEmpty() ? "so" : id)));
    } else if (!left.removeIf(draft -> draft.rule().id().equals(id))) {
      left.add(unused(written, comment, "The statement does not break %s.".formatted(id)));
    }
  }

  private static Draft unused(Written written, Comment comment, String why) {
    return draft(Rule.UNUSED_ALLOW, written, comment, why);
  }

  private static Draft draft(Rule rule, Written written, Comment comment, String danger) {
    Part part = new Part(new Statement.Other(true), comment.line(), "");
    String safe =
        rule == Rule.UNUSED_ALLOW
            ? "-- take the comment out"
            : "-- allow: the-rule: why this statement may do it";
    return new Draft(rule, new Located(written, part), danger, safe);
  }
}
