package io.twinlane.migrator.data;

import io.twinlane.migrator.data.Tokens.Token;
import io.twinlane.migrator.script.Script;
import io.twinlane.migrator.script.Script.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds statements that remove or change what is there: DELETE, TRUNCATE, DROP, ALTER and UPDATE,
 * wherever in a statement they stand, and in the bodies of DO and of functions. What a function
 * does that is only called is not seen.
 *
 * <p>It errs on the safe side: a column of such a name must stand in double quotes.
 */
final class Destruction {

  private static final Set<String> WORDS = Set.of("delete", "truncate", "drop", "alter", "update");

  private static final Set<String> ROUTINES = Set.of("function", "procedure");

  /** In front of such a word, these make it a clause of something harmless. */
  private static final Set<String> HARMLESS_BEFORE = Set.of("on", "for", "key", "commit");

  private Destruction() {}

  /** A word of a file. */
  record Found(String word, int line) {}

  /** The first of them in a file. */
  static Optional<Found> first(Script script) {
    return script.parts().stream().flatMap(part -> first(part).stream()).findFirst();
  }

  private static Optional<Found> first(Part part) {
    List<Token> tokens = Tokens.of(part.sql());
    return first(tokens)
        .map(word -> {
          String before = part.sql().substring(tokens.getFirst().at(), word.at());
          int line = part.line() + (int) before.chars().filter(c -> c == '\n').count();
          return new Found(word.text().toUpperCase(Locale.ROOT), line);
        });
  }

  private static Optional<Token.Word> first(List<Token> tokens) {
    return switch (wordAt(tokens, 0)) {
      // the names of rights
      case "grant", "revoke" -> Optional.empty();
      case "do" -> first(tokens, true);
      // a function may be OR REPLACE
      case "create" ->
          first(tokens, IntStream.range(1, 4).anyMatch(i -> ROUTINES.contains(wordAt(tokens, i))));
      default -> first(tokens, false);
    };
  }

  private static Optional<Token.Word> first(List<Token> tokens, boolean literals) {
    List<Token.Word> found = new ArrayList<>();
    for (int i = 0; i < tokens.size() && found.isEmpty(); i++) {
      switch (tokens.get(i)) {
        case Token.Word word -> {
          if (WORDS.contains(word.text()) && !harmless(tokens, i)) {
            found.add(word);
          }
        }
        case Token.Literal(var text, int at) -> {
          if (literals) {
            first(Tokens.of(text), true)
                .ifPresent(inner -> found.add(new Token.Word(inner.text(), at + inner.at())));
          }
        }
        case Token.Sign _ -> {
          // of no interest
        }
      }
    }
    return found.stream().findFirst();
  }

  private static boolean harmless(List<Token> tokens, int i) {
    boolean member = i > 0 && tokens.get(i - 1) instanceof Token.Sign(char sign, _) && sign == '.';
    String before = wordAt(tokens, i - 1);
    boolean conflict = before.equals("do") && wordAt(tokens, i + 1).equals("set");
    return member || conflict || HARMLESS_BEFORE.contains(before);
  }

  private static String wordAt(List<Token> tokens, int i) {
    return i >= 0 && i < tokens.size() && tokens.get(i) instanceof Token.Word(var text, _)
        ? text
        : "";
  }
}
