package io.twinlane.gateway.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that came as JSON, in the text that PostgreSQL reads: a scalar as it is written, an
 * object as its JSON, an array as a literal of an array (PostgreSQL manual, 8.15.2).
 */
final class SqlParameters {

  private static final JsonFactory JSON = new JsonFactory();

  private SqlParameters() {}

  /** The value at which a parser stands; the parser is left at its end. */
  static @Nullable String text(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case START_OBJECT -> possible(json(parser));
      case START_ARRAY -> {
        StringBuilder literal = new StringBuilder();
        array(parser, literal);
        yield possible(literal.toString());
      }
      // a number as it is written: what would become of its digits otherwise
      default -> possible(parser.getText());
    };
  }

  /** PostgreSQL's text has no zero bytes, and UTF-8 no half of a pair. */
  static String possible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new SqlException(
            SqlAnswer.error(
                SqlAnswer.BAD_REQUEST,
                "22021",
                "invalid byte sequence for encoding \"UTF8\": 0x00"));
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw SqlBodyParser.unreadable("a string holds half of a surrogate pair");
      }
    }
    return text;
  }

  private static void array(JsonParser parser, StringBuilder out) throws IOException {
    out.append('{');
    boolean first = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      out.append(first ? "" : ",");
      first = false;
      switch (parser.currentToken()) {
        case VALUE_NULL -> out.append("NULL");
        case START_ARRAY -> array(parser, out);
        case START_OBJECT -> quoted(json(parser), out);
        case VALUE_STRING -> quoted(parser.getText(), out);
        default -> out.append(parser.getText());
      }
    }
    out.append('}');
  }

  private static void quoted(String element, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** An object without blanks, its numbers as they were written. */
  private static String json(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      int depth = 0;
      do {
        JsonToken token = parser.currentToken();
        write(parser, token, out);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0 && parser.nextToken() != null);
    }
    return text.toString();
  }

  private static void write(JsonParser parser, JsonToken token, JsonGenerator out)
      throws IOException {
    if (token.isNumeric()) {
      out.writeNumber(parser.getText());
    } else {
      out.copyCurrentEvent(parser);
    }
  }
}
