package io.twinlane.gateway.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch: an array of objects with {@code method}, {@code path}, {@code headers} and {@code
 * body}. A part's body stays the text that came.
 */
final class BatchParser {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int PARTS_MAX = 100;

  /** What concerns the transaction is said once, by the batch. */
  private static final Set<String> OF_THE_BATCH =
      Set.of("idempotency-key", "request-timeout", "transaction-isolation");

  private final String text;
  private final JsonParser parser;

  private BatchParser(String text) throws IOException {
    this.text = text;
    this.parser = JSON.createParser(text);
  }

  /**
   * The calls, in order.
   *
   * @throws RestException if it is no batch
   */
  static List<Call> parse(Buffer body) {
    try {
      BatchParser parser = new BatchParser(body.toString(StandardCharsets.UTF_8));
      try (parser.parser) {
        return parser.calls();
      }
    } catch (JsonProcessingException e) {
      throw new RestException(Problem.body("Empty or invalid json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Call> calls() throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new RestException(Problem.batch("A batch is an array of requests"));
    }
    List<Call> calls = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      calls.add(call(calls.size()));
      if (calls.size() > PARTS_MAX) {
        throw new RestException(Problem.batch("A batch has at most " + PARTS_MAX + " requests"));
      }
    }
    if (parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
      throw new RestException(Problem.batch("A batch is an array of requests"));
    }
    if (calls.isEmpty()) {
      throw new RestException(Problem.batch("A batch has at least one request"));
    }
    return calls;
  }

  private Call call(int place) throws IOException {
    String method = "GET";
    String path = null;
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Buffer body = Buffer.buffer();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "method" -> method = said(key, place).toUpperCase(Locale.ROOT);
        case "path" -> path = said(key, place);
        case "headers" -> readHeaders(headers, place);
        case "body" -> body = Buffer.buffer(raw(headers));
        default -> throw refused(place, "'" + key + "' is not part of a request");
      }
    }
    if (!method.matches("[A-Z]{1,20}")) {
      throw refused(place, "'" + method + "' is no method");
    }
    return new Call(HttpMethod.valueOf(method), uri(path, place), headers, body);
  }

  private String uri(@Nullable String path, int place) {
    if (path == null || !path.startsWith("/")) {
      throw refused(place, "a request needs a path such as /orders?id=eq.1");
    }
    return path.startsWith(Call.BASE) ? path : Call.BASE + path.substring(1);
  }

  private void readHeaders(MultiMap headers, int place) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw refused(place, "headers are an object of texts");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (OF_THE_BATCH.contains(name.toLowerCase(Locale.ROOT))) {
        throw refused(place, name + " is for the batch, not for a part of it");
      }
      headers.add(name, said(name, place));
    }
  }

  private String said(String key, int place) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw refused(place, "'" + key + "' is a text");
    }
    return parser.getText();
  }

  /** The text of the value that comes next, as it is; of a text for CSV or a form, what it says. */
  private String raw(MultiMap headers) throws IOException {
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING && type != null && !type.contains("json")) {
      return parser.getText();
    }
    int begin = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return text.substring(begin, (int) parser.currentLocation().getCharOffset());
  }

  private static RestException refused(int place, String why) {
    return new RestException(Problem.batch(why).ofPart(place));
  }
}
