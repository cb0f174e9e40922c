package io.twinlane.migrator.check;

import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.facts.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences, as people and programs are told of them. */
public record DriftReport(String subject, List<Difference> differences) {

  /** Tells each, with the statements that would mend it. */
  public void tell(Console console) {
    for (Difference difference : differences) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("subject", subject);
      fields.put("kind", difference.kind());
      fields.put("identity", difference.identity());
      fields.put("what", what(difference));
      fields.put("mend", difference.mend());
      console.tell("difference", text(difference), fields);
    }
  }

  private static String text(Difference difference) {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s %s".formatted(difference.kind(), difference.identity(), what(difference)));
    for (String statement : difference.mend()) {
      text.append("\n  mend: ").append(statement.strip().replace("\n", "\n        "));
    }
    return text.toString();
  }

  private static String what(Difference difference) {
    return switch (difference) {
      case Difference.Missing _ -> "is missing";
      case Difference.Unexpected _ -> "is not expected";
      case Difference.Changed(var expected, var actual) ->
          "is %s, not %s".formatted(shortened(actual.value()), shortened(expected.value()));
    };
  }

  private static String shortened(String value) {
    String line = value.replaceAll("\\s+", " ").strip();
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }
}
