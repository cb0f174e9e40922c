package io.twinlane.gateway.http;

import io.twinlane.schema.message.CacheTerms;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code Cache-Control} of a request asks for (RFC 9111, section 5.2.1). What is not known
 * there, or makes no sense, is passed over.
 *
 * @param fresh whether a read must not come from the CACHED lane: {@code no-cache}, {@code
 *     no-store}
 * @param terms what else is asked of the cache
 */
public record CacheDirectives(boolean fresh, CacheTerms terms) {

  public static final CacheDirectives NONE = new CacheDirectives(false, CacheTerms.none());

  private static final String MAX_AGE = "max-age=";
  private static final int DIGITS_MAX = 9;

  public static CacheDirectives parse(@Nullable String header) {
    if (header == null) {
      return NONE;
    }
    boolean fresh = false;
    boolean onlyIfCached = false;
    Duration maxAge = null;
    for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String directive = part.strip();
      if (directive.equals("no-cache") || directive.equals("no-store")) {
        fresh = true;
      } else if (directive.equals("only-if-cached")) {
        onlyIfCached = true;
      } else if (directive.startsWith(MAX_AGE)) {
        maxAge = seconds(directive.substring(MAX_AGE.length()));
      }
    }
    return fresh && onlyIfCached
        ? new CacheDirectives(false, new CacheTerms(Duration.ZERO, true))
        : new CacheDirectives(fresh, new CacheTerms(maxAge, onlyIfCached));
  }

  private static @Nullable Duration seconds(String text) {
    boolean number =
        !text.isEmpty()
            && text.length() <= DIGITS_MAX
            && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return number ? Duration.ofSeconds(Long.parseLong(text)) : null;
  }
}
