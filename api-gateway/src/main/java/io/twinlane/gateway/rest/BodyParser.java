package io.twinlane.gateway.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.twinlane.gateway.http.Percent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a write: JSON as it stands, a form or CSV as JSON made of it. */
final class BodyParser {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final JsonFactory JSON = new JsonFactory();
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  private BodyParser() {}

  static RowsBody parse(@Nullable String contentType, Buffer body) {
    String type = contentType == null ? "application/json" : contentType.split(";", 2)[0].strip();
    String text = body.toString(StandardCharsets.UTF_8);
    try {
      return switch (type.toLowerCase(Locale.ROOT)) {
        case "application/json",
            "application/vnd.pgrst.object+json",
            "application/vnd.pgrst.array+json" ->
            json(text, true);
        case FORM -> json(written(List.of(form(body)), false), false);
        case "text/csv" -> json(written(csv(text), true), false);
        default -> throw new RestException(Problem.unsupportedBody(type));
      };
    } catch (JsonProcessingException e) {
      throw new RestException(Problem.body("Empty or invalid json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of a function's call that is no set of named arguments; empty if it is one. */
  static Optional<RawBody> raw(@Nullable String contentType, Buffer body) {
    String type = contentType == null ? "application/json" : contentType.split(";", 2)[0].strip();
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "text/plain" -> Optional.of(raw(body, "text"));
      case "text/xml" -> Optional.of(raw(body, "xml"));
      case "application/octet-stream" ->
          Optional.of(
              new RawBody("\\x" + HexFormat.of().formatHex(body.getBytes()), List.of("bytea")));
      default -> Optional.empty();
    };
  }

  static boolean isForm(@Nullable String contentType) {
    return contentType != null && contentType.strip().toLowerCase(Locale.ROOT).startsWith(FORM);
  }

  /** The fields of a form, as arguments of a function: one may come several times. */
  static List<Query.Argument> arguments(Buffer body) {
    List<Query.Argument> arguments = new ArrayList<>();
    for (String pair : body.toString(StandardCharsets.UTF_8).split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        arguments.add(
            new Query.Argument(
                Percent.decodedQuery(parts[0]),
                parts.length < 2 ? "" : Percent.decodedQuery(parts[1])));
      }
    }
    return arguments;
  }

  private static RawBody raw(Buffer body, String type) {
    return new RawBody(body.toString(StandardCharsets.UTF_8), List.of(type));
  }

  /** Checks the syntax and looks at the keys, without making anything of the values. */
  private static RowsBody json(String text, boolean fromJson) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      boolean array = first == JsonToken.START_ARRAY;
      if (!array && first != JsonToken.START_OBJECT) {
        throw new RestException(Problem.body("Empty or invalid json"));
      }
      List<Set<String>> keys = new ArrayList<>();
      if (array) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          addKeys(parser, keys);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
          throw new RestException(Problem.body("All object keys must match"));
        }
      } else {
        addKeys(parser, keys);
      }
      if (parser.nextToken() != null) {
        throw new RestException(Problem.body("Empty or invalid json"));
      }
      return new RowsBody(
          text,
          keys.isEmpty() ? List.of() : List.copyOf(keys.getFirst()),
          keys.stream().distinct().count() < 2,
          array,
          keys.size(),
          fromJson);
    }
  }

  /** Adds the keys of the object that begins here, the same set for the same keys. */
  private static void addKeys(JsonParser parser, List<Set<String>> all) throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      keys.add(parser.currentName());
      parser.nextToken();
      parser.skipChildren();
    }
    all.add(!all.isEmpty() && all.getLast().equals(keys) ? all.getLast() : keys);
  }

  private static Map<String, String> form(Buffer body) {
    Map<String, String> values = new LinkedHashMap<>();
    arguments(body).forEach(field -> values.put(field.name(), field.value()));
    return values;
  }

  /**
   * The rows of a CSV text (RFC 4180) whose first line names the columns; the word NULL is null.
   */
  private static List<Map<String, @Nullable String>> csv(String text) throws IOException {
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    try (var lines = CSV.readerFor(String[].class).<String[]>readValues(text)) {
      if (!lines.hasNext()) {
        throw new RestException(Problem.body("Empty or invalid csv"));
      }
      String[] names = lines.next();
      while (lines.hasNext()) {
        rows.add(row(names, lines.next()));
      }
    }
    return rows;
  }

  private static Map<String, @Nullable String> row(String[] names, String[] values) {
    if (names.length != values.length) {
      throw new RestException(Problem.body("All lines must have same number of fields"));
    }
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      row.put(names[i], values[i].equals("NULL") ? null : values[i]);
    }
    return row;
  }

  private static String written(
      List<? extends Map<String, ? extends @Nullable String>> rows, boolean array)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      if (array) {
        out.writeStartArray();
      }
      for (Map<String, ? extends @Nullable String> row : rows) {
        out.writeStartObject();
        for (var entry : row.entrySet()) {
          out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
      }
      if (array) {
        out.writeEndArray();
      }
    }
    return text.toString();
  }
}
