package io.twinlane.migrator.types;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A piece of TypeScript that is laid out as the formatter of most projects would do it: two blanks
 * deeper in each block, no semicolons at line ends, 80 columns where that is possible.
 */
sealed interface Layout {

  int WIDTH = 80;
  Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  /** Words that stay in one line. */
  record Text(String text) implements Layout {}

  /**
   * An object type.
   *
   * @param folds whether it may stand in one line
   */
  record Block(List<Entry> entries, boolean folds) implements Layout {

    public Block {
      entries = List.copyOf(entries);
    }
  }

  /** An object that is a value. */
  record Literal(List<Entry> entries) implements Layout {

    public Literal {
      entries = List.copyOf(entries);
    }
  }

  /** A name with what it stands for; the name comes with quotes and mark as it needs them. */
  record Entry(String name, Layout layout) {

    static Entry of(String name, Layout layout) {
      return new Entry(key(name), layout);
    }

    static Entry of(String name, String text) {
      return of(name, new Text(text));
    }

    static Entry optional(String name, String text) {
      return new Entry(key(name) + "?", new Text(text));
    }

    private String at(int indent) {
      String text = layout.at(indent, indent + name.length() + 2);
      return name + (text.startsWith("\n") ? ":" : ": ") + text;
    }

    private static String key(String name) {
      return PLAIN_NAME.matcher(name).matches() ? name : quoted(name);
    }
  }

  /** One of several types. */
  record Union(List<Layout> members) implements Layout {

    public Union {
      members = List.copyOf(members);
    }
  }

  /** A list, of types or of values. */
  record Sequence(List<Layout> members) implements Layout {

    public Sequence {
      members = List.copyOf(members);
    }
  }

  /** Any number of something. */
  record Many(Layout member) implements Layout {}

  /** A string of TypeScript. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> quoted.append('\\').append((char) c);
            default -> {
              if (c < ' ' || c == '\u2028' || c == '\u2029') {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /** The text, without the indent of its first line, as it begins in a column. */
  default String at(int indent, int column) {
    String line = inline();
    if (foldable() && column + line.length() <= WIDTH) {
      return line;
    }
    String deeper = " ".repeat(indent + 2);
    String end = "\n" + " ".repeat(indent);
    return switch (this) {
      case Text(String text) -> text;
      case Block(var entries, _) ->
          entries.stream()
              .map(entry -> deeper + entry.at(indent + 2))
              .collect(Collectors.joining("\n", "{\n", end + "}"));
      case Literal(var entries) ->
          entries.stream()
              .map(entry -> deeper + entry.at(indent + 2) + ",")
              .collect(Collectors.joining("\n", "{\n", end + "}"));
      case Union(var members) ->
          members.stream()
              .map(member -> deeper + "| " + member.at(indent + 4, indent + 4))
              .collect(Collectors.joining("\n", "\n", ""));
      case Many(var member) -> member.at(indent, column) + "[]";
      case Sequence(var members) ->
          members.stream()
              .map(member -> deeper + member.at(indent + 2, indent + 2) + ",")
              .collect(Collectors.joining("\n", "[\n", end + "]"));
    };
  }

  /** Whether it may stand in one line if there is room. */
  private boolean foldable() {
    return switch (this) {
      case Text _ -> true;
      case Block(var entries, boolean folds) ->
          folds && entries.stream().allMatch(entry -> entry.layout().foldable());
      case Literal(var entries) -> entries.isEmpty();
      case Union(var members) -> members.stream().allMatch(Layout::foldable);
      case Sequence(var members) -> members.stream().allMatch(Layout::foldable);
      case Many(var member) -> member.foldable();
    };
  }

  private String inline() {
    return switch (this) {
      case Text(String text) -> text;
      case Block(var entries, _) ->
          entries.stream()
              .map(entry -> entry.name() + ": " + entry.layout().inline())
              .collect(Collectors.joining("; ", "{ ", " }"));
      case Literal _ -> "{}";
      case Union(var members) ->
          members.stream().map(Layout::inline).collect(Collectors.joining(" | "));
      case Many(var member) -> member.inline() + "[]";
      case Sequence(var members) ->
          members.stream().map(Layout::inline).collect(Collectors.joining(", ", "[", "]"));
    };
  }
}
