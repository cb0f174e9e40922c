package io.twinlane.gateway.rest;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180), as PostgreSQL writes a row without its brackets. */
final class Csv {

  private Csv() {}

  static Buffer withHeader(List<Plan.Output> outputs, Buffer lines) {
    String header =
        outputs.stream().map(output -> quoted(output.name())).collect(Collectors.joining(","));
    return Buffer.buffer(header).appendString("\n").appendBuffer(lines);
  }

  private static String quoted(String name) {
    return name.matches("[^,\"\\r\\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
