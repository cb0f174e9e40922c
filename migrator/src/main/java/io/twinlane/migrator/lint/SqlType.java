package io.twinlane.migrator.lint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A column's type under the one name that PostgreSQL has for it.
 *
 * @param name such as {@code varchar}, without its modifiers
 * @param modifiers what stands in parentheses, such as a length; empty if nothing does
 * @param array whether it is an array of that
 * @param text as it was written
 */
record SqlType(String name, List<Integer> modifiers, boolean array, String text) {

  private static final Pattern MODIFIERS = Pattern.compile("\\(([^)]*)\\)");
  private static final Pattern ARRAY =
      Pattern.compile("(\\s*\\[\\s*\\d*\\s*])+\\s*$|\\s+array(\\s*\\[\\s*\\d*\\s*])?\\s*$");

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("int", "integer"),
          Map.entry("int4", "integer"),
          Map.entry("int2", "smallint"),
          Map.entry("int8", "bigint"),
          Map.entry("serial4", "serial"),
          Map.entry("serial8", "bigserial"),
          Map.entry("serial2", "smallserial"),
          Map.entry("bool", "boolean"),
          Map.entry("character varying", "varchar"),
          Map.entry("char varying", "varchar"),
          Map.entry("national character varying", "varchar"),
          Map.entry("national char varying", "varchar"),
          Map.entry("character", "char"),
          Map.entry("national character", "char"),
          Map.entry("national char", "char"),
          Map.entry("nchar", "char"),
          Map.entry("decimal", "numeric"),
          Map.entry("dec", "numeric"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("float", "double precision"),
          Map.entry("bit varying", "varbit"),
          Map.entry("timestamp without time zone", "timestamp"),
          Map.entry("timestamp with time zone", "timestamptz"),
          Map.entry("time without time zone", "time"),
          Map.entry("time with time zone", "timetz"));

  SqlType {
    modifiers = List.copyOf(modifiers);
  }

  static SqlType of(String written) {
    String text = written.strip().replaceAll("\\s+", " ");
    String folded = text.contains("\"") ? text : text.toLowerCase(Locale.ROOT);
    boolean array = ARRAY.matcher(folded).find();
    String single = ARRAY.matcher(folded).replaceFirst("");
    Matcher modifiers = MODIFIERS.matcher(single);
    List<Integer> numbers = modifiers.find() ? numbers(modifiers.group(1)) : List.of();
    String name = MODIFIERS.matcher(single).replaceAll(" ").replaceAll("\\s+", " ").strip();
    return new SqlType(canonical(name), numbers, array, text);
  }

  private static String canonical(String name) {
    String plain = name.startsWith("pg_catalog.") ? name.substring("pg_catalog.".length()) : name;
    return ALIASES.getOrDefault(plain, plain);
  }

  private static List<Integer> numbers(String list) {
    return Stream.of(list.split(","))
        .map(String::strip)
        .filter(number -> number.matches("-?\\d{1,9}"))
        .map(Integer::valueOf)
        .toList();
  }

  boolean is(String... names) {
    return !array && List.of(names).contains(name);
  }

  /** Whether PostgreSQL makes a sequence and a default for it. */
  boolean serial() {
    return is("serial", "bigserial", "smallserial");
  }

  /** What a column of it has for a type: a serial is an integer with a default. */
  SqlType stored() {
    return switch (name) {
      case "serial" -> of("integer");
      case "bigserial" -> of("bigint");
      case "smallserial" -> of("smallint");
      default -> this;
    };
  }

  /** The name by which a type of the user's own is known. */
  Name userName() {
    String[] parts = name.replace("\"", "").split("\\.", 2);
    return parts.length == 2 ? new Name(parts[0], parts[1]) : Name.of(parts[0]);
  }
}
