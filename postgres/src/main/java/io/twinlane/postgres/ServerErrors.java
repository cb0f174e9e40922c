package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.twinlane.schema.message.ErrorReport;
import io.vertx.pgclient.PgException;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL's errors, between the wire, the client's exception and the report of a failure. */
final class ServerErrors {

  private ServerErrors() {}

  /** The exception that the client would make of the content of ErrorResponse. */
  static PgException read(ByteBuf fields) {
    Map<Character, String> all = new HashMap<>();
    byte field = fields.readByte();
    while (field != 0) {
      all.put((char) field, Frames.readString(fields));
      field = fields.readByte();
    }
    return new PgException(
        all.get('M'),
        // not in the server's language, as it is compared
        all.getOrDefault('V', all.get('S')),
        all.get('C'),
        all.get('D'),
        all.get('H'),
        all.get('P'),
        all.get('p'),
        all.get('q'),
        all.get('W'),
        all.get('F'),
        all.get('L'),
        all.get('R'),
        all.get('s'),
        all.get('t'),
        all.get('c'),
        all.get('d'),
        all.get('n'));
  }

  /** What PostgreSQL says beside code, message, detail and hint. */
  static ErrorReport report(PgException answer) {
    return new ErrorReport(
        answer.getSeverity(),
        answer.getPosition(),
        answer.getInternalPosition(),
        answer.getInternalQuery(),
        answer.getWhere(),
        answer.getSchema(),
        answer.getTable(),
        answer.getColumn(),
        answer.getDataType(),
        answer.getConstraint(),
        answer.getFile(),
        answer.getLine(),
        answer.getRoutine());
  }
}
