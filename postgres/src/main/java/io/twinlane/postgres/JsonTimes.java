package io.twinlane.postgres;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/**
 * Dates and times as PostgreSQL writes them in JSON: ISO 8601 with a T, seconds without trailing
 * zeros, years before 1 marked BC, and infinity as a word.
 */
final class JsonTimes {

  private static final String INFINITY = "\"infinity\"";
  private static final String MINUS_INFINITY = "\"-infinity\"";

  /** The years of PostgreSQL's timestamps; the driver decodes the infinities to moments outside. */
  private static final int YEAR_MIN = -4713;

  private static final int YEAR_MAX = 294_276;

  private JsonTimes() {}

  static void write(JsonBytes out, LocalDate date) {
    if (date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN)) {
      out.raw(date.equals(LocalDate.MAX) ? INFINITY : MINUS_INFINITY);
      return;
    }
    out.raw('"');
    day(out, date);
    end(out, date);
  }

  static void write(JsonBytes out, LocalDateTime time) {
    if (infinite(out, time)) {
      return;
    }
    out.raw('"');
    moment(out, time);
    end(out, time.toLocalDate());
  }

  /** A time with zone; the session's zone is UTC, and so is the driver's value. */
  static void write(JsonBytes out, OffsetDateTime time) {
    if (infinite(out, time.toLocalDateTime())) {
      return;
    }
    out.raw('"');
    moment(out, time.toLocalDateTime());
    out.raw("+00:00");
    end(out, time.toLocalDate());
  }

  /** Writes infinity if that is what the driver made this moment of. */
  private static boolean infinite(JsonBytes out, LocalDateTime time) {
    if (time.getYear() > YEAR_MAX || time.getYear() < YEAR_MIN) {
      out.raw(time.getYear() > YEAR_MAX ? INFINITY : MINUS_INFINITY);
      return true;
    }
    return false;
  }

  private static void moment(JsonBytes out, LocalDateTime time) {
    day(out, time.toLocalDate());
    out.raw('T');
    clock(out, time.toLocalTime());
  }

  private static void day(JsonBytes out, LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    out.padded(year, year < 10_000 ? 4 : Integer.toString(year).length());
    out.raw('-');
    out.padded(date.getMonthValue(), 2);
    out.raw('-');
    out.padded(date.getDayOfMonth(), 2);
  }

  private static void clock(JsonBytes out, LocalTime time) {
    out.padded(time.getHour(), 2);
    out.raw(':');
    out.padded(time.getMinute(), 2);
    out.raw(':');
    out.padded(time.getSecond(), 2);
    int fraction = time.getNano() / 1_000;
    if (fraction == 0) {
      return;
    }
    int digits = 6;
    while (fraction % 10 == 0) {
      fraction /= 10;
      digits--;
    }
    out.raw('.');
    out.padded(fraction, digits);
  }

  private static void end(JsonBytes out, LocalDate date) {
    out.raw(date.getYear() > 0 ? "\"" : " BC\"");
  }
}
