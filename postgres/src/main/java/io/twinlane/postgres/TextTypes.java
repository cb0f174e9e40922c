package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds out which of the types that a statement gives are arrays, and of what. */
final class TextTypes {

  private static final String QUESTION =
      "select oid::int8, typelem::int8, typdelim from pg_catalog.pg_type"
          + " where oid = any ($1::int8[]) and typinput = 'pg_catalog.array_in'::regproc";

  private TextTypes() {}

  /** Done when the connection knows the types that a statement gives. */
  static Future<?> known(WireHandler wire, String sql) {
    List<Integer> given = new ArrayList<>();
    Command.Taker taker =
        new Command.Taker() {
          @Override
          public void columns(ByteBuf description) {
            given.addAll(TextResult.typesOf(description));
          }
        };
    return wire.prepare(List.of(new Command(sql, List.of(), false, taker)))
        .compose(_ -> {
          given.removeIf(type -> TextType.known(type) || wire.session().types().containsKey(type));
          return given.isEmpty() ? Future.succeededFuture() : ask(wire, given);
        });
  }

  private static Future<?> ask(WireHandler wire, List<Integer> types) {
    Map<Integer, TextType> found = new HashMap<>();
    types.forEach(type -> found.put(type, TextType.STRING));
    Command.Taker taker =
        new Command.Taker() {
          @Override
          public void row(ByteBuf values) {
            values.skipBytes(Short.BYTES);
            int type = Integer.parseUnsignedInt(Frames.readValue(values));
            int element = Integer.parseUnsignedInt(Frames.readValue(values));
            found.put(type, TextType.arrayOf(element, Frames.readValue(values).charAt(0)));
          }
        };
    String numbers =
        types.stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "{", "}"));
    return wire.run(List.of(new Command(QUESTION, List.of(numbers), false, taker)))
        .onSuccess(_ -> wire.session().types().putAll(found));
  }
}
