package io.twinlane.schema.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Map.Entry;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of requests and messages, as they carry where a trace comes from. */
final class Headers implements TextMapGetter<Iterable<Entry<String, String>>> {

  static final TextMapGetter<Iterable<Entry<String, String>>> GETTER = new Headers();

  static final TextMapSetter<BiConsumer<String, String>> SETTER =
      (headers, name, value) -> {
        if (headers != null) {
          headers.accept(name, value);
        }
      };

  private Headers() {}

  @Override
  public @Nullable String get(@Nullable Iterable<Entry<String, String>> headers, String name) {
    if (headers == null) {
      return null;
    }
    for (Entry<String, String> header : headers) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return null;
  }
}
