package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Written.Comment;
import io.twinlane.migrator.lint.Written.Comments;
import io.twinlane.migrator.lint.Written.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLLexer;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;

/**
 * PostgreSQL's grammar: SQL in, statements out. It and the readers beside it are all that knows who
 * parses.
 *
 * <p>A statement that cannot be parsed comes out as {@link Statement.Unread}, and those around it
 * are read all the same. Never throws for what a text says.
 */
final class Grammar {

  private Grammar() {}

  /** The statements of a file, in order. */
  static List<Written> read(String text) {
    String whole = text.startsWith("\ufeff") ? text.substring(1) : text;
    CharStream characters = CharStreams.fromString(EscapeStrings.plain(whole));
    List<Token> tokens = tokens(characters);
    List<Written> statements = new ArrayList<>();
    int from = 0;
    for (int to : ends(tokens)) {
      List<Token> slice = tokens.subList(from, to);
      Token previous = from == 0 ? null : tokens.get(from - 1);
      if (slice.stream().anyMatch(Grammar::comment) || slice.stream().anyMatch(Grammar::word)) {
        statements.add(written(characters, slice, previous));
      }
      from = Math.min(to + 1, tokens.size());
    }
    return statements;
  }

  /**
   * The statements of a block of PL/pgSQL.
   *
   * @param line on which its text begins in the file
   */
  static List<Part> readBlock(String body, int line) {
    CharStream characters = CharStreams.fromString(EscapeStrings.plain(body));
    List<Token> tokens = tokens(characters);
    try {
      return new BlockReader(line - 1)
          .read(parse(ended(tokens), parser -> parser.plpgsql_function()));
    } catch (ParseCancellationException e) {
      return List.of(new Part(new Statement.Unread(reason(e, tokens)), line, body));
    }
  }

  /** What one statement does; unread if it cannot be parsed. */
  static List<Part> readOne(String sql, int line) {
    return read(sql).stream()
        .flatMap(written -> written.parts().stream())
        .map(part -> new Part(part.statement(), line, sql))
        .toList();
  }

  private static Written written(
      CharStream characters, List<Token> slice, @Nullable Token previous) {
    List<Token> words = slice.stream().filter(Grammar::word).toList();
    List<Comment> before = new ArrayList<>();
    List<Comment> elsewhere = new ArrayList<>();
    int first = words.isEmpty() ? Integer.MAX_VALUE : words.getFirst().getTokenIndex();
    for (Token token : slice.stream().filter(Grammar::comment).toList()) {
      boolean trailing = previous != null && token.getLine() == previous.getLine();
      boolean ahead = token.getTokenIndex() < first && !words.isEmpty() && !trailing;
      (ahead ? before : elsewhere).addAll(comments(token));
    }
    Comments comments = new Comments(before, elsewhere);
    if (words.isEmpty()) {
      return new Written(slice.getFirst().getLine(), "", comments, List.of());
    }
    String sql =
        characters.getText(
            Interval.of(words.getFirst().getStartIndex(), words.getLast().getStopIndex()));
    int line = words.getFirst().getLine();
    return new Written(line, sql, comments, parts(words, sql));
  }

  private static List<Part> parts(List<Token> words, String sql) {
    int line = words.getFirst().getLine();
    try {
      SQLParser.SqlContext tree = parse(ended(words), SQLParser::sql);
      List<Part> parts = new ArrayList<>();
      for (SQLParser.StatementContext statement : tree.statement()) {
        parts.addAll(new StatementReader(0).read(statement));
      }
      return parts;
    } catch (ParseCancellationException e) {
      return List.of(new Part(new Statement.Unread(reason(e, words)), line, sql));
    }
  }

  private static <T> T parse(List<Token> tokens, Function<SQLParser, T> rule) {
    try {
      return rule.apply(parser(tokens, PredictionMode.SLL));
    } catch (ParseCancellationException e) {
      return rule.apply(parser(tokens, PredictionMode.LL));
    }
  }

  private static SQLParser parser(List<Token> tokens, PredictionMode mode) {
    SQLParser parser = new SQLParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    parser.getInterpreter().setPredictionMode(mode);
    return parser;
  }

  private static List<Token> tokens(CharStream characters) {
    SQLLexer lexer = new SQLLexer(characters);
    lexer.removeErrorListeners();
    lexer.addErrorListener(new Quiet());
    CommonTokenStream stream = new CommonTokenStream(lexer);
    stream.fill();
    List<Token> tokens = new ArrayList<>(stream.getTokens());
    tokens.removeIf(token -> token.getType() == Token.EOF);
    return tokens;
  }

  /** The parser numbers tokens anew, so it gets copies. */
  private static List<Token> ended(List<Token> tokens) {
    List<Token> copies = new ArrayList<>();
    for (Token token : tokens) {
      CommonToken copy = new CommonToken(token);
      copy.setTokenIndex(-1);
      if (token.getType() == SQLParser.ROUTINE
          && follows(copies, SQLParser.DROP, SQLParser.ALTER)) {
        copy.setType(SQLParser.FUNCTION);
      }
      copies.add(copy);
    }
    CommonToken end = new CommonToken(Token.EOF, "<EOF>");
    end.setLine(tokens.isEmpty() ? 1 : tokens.getLast().getLine());
    copies.add(end);
    return copies;
  }

  private static boolean follows(List<Token> tokens, int... types) {
    List<Token> words = tokens.stream().filter(Grammar::word).toList();
    return words.size() == 1
        && Arrays.stream(types).anyMatch(type -> words.getFirst().getType() == type);
  }

  /** Where statements end: the indices of their semicolons, and the end of the file. */
  private static List<Integer> ends(List<Token> tokens) {
    List<Integer> ends = new ArrayList<>();
    int depth = 0;
    boolean atomic = false;
    int last = 0;
    for (int i = 0; i < tokens.size(); i++) {
      int type = tokens.get(i).getType();
      switch (type) {
        case SQLLexer.LEFT_PAREN -> depth++;
        case SQLLexer.RIGHT_PAREN -> depth = Math.max(0, depth - 1);
        case SQLLexer.ATOMIC -> atomic = atomic || last == SQLLexer.BEGIN;
        case SQLLexer.SEMI_COLON -> {
          atomic = atomic && last != SQLLexer.END;
          if (!atomic && depth == 0) {
            ends.add(i);
          }
        }
        default -> {}
      }
      last = word(tokens.get(i)) ? type : last;
    }
    ends.add(tokens.size());
    return ends;
  }

  private static boolean word(Token token) {
    return token.getChannel() == Token.DEFAULT_CHANNEL;
  }

  private static boolean comment(Token token) {
    String text = token.getText();
    return !word(token) && (text.startsWith("--") || text.startsWith("/*"));
  }

  private static List<Comment> comments(Token token) {
    String text = token.getText();
    if (text.startsWith("--")) {
      return List.of(new Comment(token.getLine(), text.substring(2).strip()));
    }
    List<Comment> lines = new ArrayList<>();
    int line = token.getLine();
    for (String each : text.substring(2, Math.max(2, text.length() - 2)).split("\n", -1)) {
      lines.add(new Comment(line++, each.strip().replaceFirst("^\\*\\s*", "")));
    }
    return lines;
  }

  private static String reason(ParseCancellationException failure, List<Token> words) {
    if (failure.getCause() instanceof RecognitionException where
        && where.getOffendingToken() != null) {
      Token token = where.getOffendingToken();
      return token.getType() == Token.EOF
          ? "it ends too early"
          : "at \"%s\" on line %d".formatted(token.getText(), token.getLine());
    }
    return words.isEmpty()
        ? "it is empty"
        : "near " + words.getFirst().getText().toUpperCase(Locale.ROOT);
  }

  /** What the lexer cannot read stays a token, at which the parser stops. */
  private static final class Quiet extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object symbol,
        int line,
        int column,
        String message,
        @Nullable RecognitionException failure) {}
  }
}
