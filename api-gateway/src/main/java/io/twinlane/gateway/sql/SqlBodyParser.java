package io.twinlane.gateway.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request: {@code {"query", "params"}}, or {@code {"queries": […]}}. */
final class SqlBodyParser {

  /** The protocol counts the parameters of a statement in two bytes. */
  private static final int PARAMETERS_MAX = 65_535;

  private static final int QUERIES_MAX = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              // the body as a whole has a limit
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final JsonParser parser;

  private SqlBodyParser(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a body.
   *
   * @throws SqlException if it is none
   */
  static SqlRequest parse(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      return new SqlBodyParser(parser).request();
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SqlRequest request() throws IOException {
    Fields fields = fields(true);
    if (parser.nextToken() != null) {
      throw unreadable("something follows the JSON object");
    }
    if (fields.sql != null) {
      return new SqlRequest(List.of(fields.query()), false);
    }
    if (fields.queries != null) {
      return new SqlRequest(fields.queries, true);
    }
    throw unreadable("it needs \"query\" or \"queries\"");
  }

  /** What an object has that is known. */
  private static final class Fields {

    private @Nullable String sql;
    private List<@Nullable String> parameters = List.of();
    private @Nullable Boolean arrays;
    private @Nullable List<SqlRequest.Query> queries;

    SqlRequest.Query query() {
      if (sql == null) {
        throw unreadable("a query needs \"query\"");
      }
      return new SqlRequest.Query(sql, parameters, arrays);
    }
  }

  private Fields fields(boolean outermost) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    Fields fields = new Fields();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "query" -> fields.sql = string();
        case "params" -> fields.parameters = parameters();
        case "arrayMode" -> fields.arrays = flag();
        case "queries" -> {
          if (outermost) {
            fields.queries = queries();
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
    return fields;
  }

  private List<SqlRequest.Query> queries() throws IOException {
    expect(JsonToken.START_ARRAY, "an array of queries");
    List<SqlRequest.Query> queries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      queries.add(fields(false).query());
      if (queries.size() > QUERIES_MAX) {
        throw unreadable("there are more than " + QUERIES_MAX + " queries");
      }
    }
    return queries;
  }

  private String string() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    return SqlParameters.possible(parser.getText());
  }

  private @Nullable Boolean flag() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw unreadable("\"arrayMode\" must be true or false");
    };
  }

  private List<@Nullable String> parameters() throws IOException {
    expect(JsonToken.START_ARRAY, "an array of parameters");
    List<@Nullable String> parameters = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parameters.add(SqlParameters.text(parser));
      if (parameters.size() > PARAMETERS_MAX) {
        throw unreadable("a query has more than " + PARAMETERS_MAX + " parameters");
      }
    }
    return parameters;
  }

  private void expect(JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw unreadable("there must be " + what);
    }
  }

  static SqlException unreadable(String why) {
    return SqlException.of("could not parse the HTTP request body: " + why);
  }
}
