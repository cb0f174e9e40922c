package io.twinlane.migrator.ephemeral;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a database lives, as a command line says it: {@code 90m}, {@code 24h}, {@code 7d}. */
final class Lifetime implements ITypeConverter<Duration> {

  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,5})([mhd])");
  private static final Duration MAX = Duration.ofDays(366);

  @Override
  public Duration convert(String value) {
    Matcher text = TEXT.matcher(value);
    if (text.matches()) {
      long number = Long.parseLong(text.group(1));
      Duration duration =
          switch (text.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (duration.compareTo(MAX) <= 0) {
        return duration;
      }
    }
    throw new TypeConversionException("'%s' is no time from 1m to 366d".formatted(value));
  }
}
