package io.twinlane.gateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the {@code Prefer} header asks for (RFC 7240). The first value of a kind wins.
 *
 * @param returned what a write answers with
 * @param count how rows are counted beyond the page
 * @param ending whether a transaction commits, if the client says so
 * @param handling what becomes of a preference that is not known
 * @param resolution what becomes of rows that are there already
 * @param missing what a key that an object leaves out stands for
 * @param timezone of times in the answer
 * @param maxAffected rows that a write may change at most; applies only when strict
 * @param nested whether rows may come inside others
 * @param keyset whether pages are told apart by the values of the columns they are sorted by
 */
record Preferences(
    Optional<Returned> returned,
    Optional<Count> count,
    Optional<Ending> ending,
    Optional<Handling> handling,
    Optional<Resolution> resolution,
    Optional<Missing> missing,
    Optional<String> timezone,
    OptionalLong maxAffected,
    boolean nested,
    boolean keyset) {

  private static final String NESTED = "nested=insert";
  private static final String KEYSET = "page=keyset";

  /** What a write answers with. */
  enum Returned {
    MINIMAL("minimal"),
    HEADERS_ONLY("headers-only"),
    REPRESENTATION("representation");

    private final String word;

    Returned(String word) {
      this.word = word;
    }
  }

  /** What becomes of rows that are there already. */
  enum Resolution {
    MERGE_DUPLICATES,
    IGNORE_DUPLICATES
  }

  /** What a key that an object leaves out stands for. */
  enum Missing {
    DEFAULT,
    NULL
  }

  /** How rows are counted beyond the page. */
  enum Count {
    EXACT,
    PLANNED,
    ESTIMATED
  }

  /** How a transaction ends. */
  enum Ending {
    COMMIT,
    ROLLBACK
  }

  /** What becomes of a preference that is not known. */
  enum Handling {
    STRICT,
    LENIENT
  }

  /**
   * Reads every {@code Prefer} header of a request.
   *
   * @param endingAllowed whether a client may say how its transaction ends
   */
  static Preferences parse(List<String> headers, boolean endingAllowed) {
    Reading reading = new Reading();
    headers.stream()
        .flatMap(header -> List.of(header.split(",")).stream())
        .map(String::strip)
        .filter(preference -> !preference.isEmpty())
        .forEach(reading::add);
    return reading.done(endingAllowed);
  }

  /** The preferences that were followed, in the order that the dialect fixes. */
  String applied(boolean write, boolean resolved) {
    List<String> words = new ArrayList<>();
    if (resolved) {
      resolution.ifPresent(value -> words.add("resolution=" + spelled(value)));
    }
    missing.ifPresent(value -> words.add("missing=" + spelled(value)));
    if (write) {
      returned.ifPresent(value -> words.add("return=" + value.word));
    }
    count.ifPresent(value -> words.add("count=" + spelled(value)));
    ending.ifPresent(value -> words.add("tx=" + spelled(value)));
    handling.ifPresent(value -> words.add("handling=" + spelled(value)));
    timezone.ifPresent(value -> words.add("timezone=" + value));
    if (strict()) {
      maxAffected.ifPresent(value -> words.add("max-affected=" + value));
    }
    if (nested && write) {
      words.add(NESTED);
    }
    if (keyset && !write) {
      words.add(KEYSET);
    }
    return String.join(", ", words);
  }

  private boolean strict() {
    return handling.equals(Optional.of(Handling.STRICT));
  }

  /** Whether a key that an object leaves out stands for the column's default. */
  boolean missingDefault() {
    return missing.equals(Optional.of(Missing.DEFAULT));
  }

  /** Rows that a write may change at most, if that must be kept. */
  OptionalLong maxAffectedIfStrict() {
    return strict() ? maxAffected : OptionalLong.empty();
  }

  private static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The preferences read so far. */
  private static final class Reading {

    private static final String TIMEZONE = "timezone=";

    private Optional<Returned> returned = Optional.empty();
    private Optional<Count> count = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private Optional<Handling> handling = Optional.empty();
    private Optional<Resolution> resolution = Optional.empty();
    private Optional<Missing> missing = Optional.empty();
    private Optional<String> timezone = Optional.empty();
    private OptionalLong maxAffected = OptionalLong.empty();
    private boolean nested;
    private boolean keyset;
    private final List<String> unknown = new ArrayList<>();

    void add(String preference) {
      switch (preference) {
        case "return=minimal" -> returned = returned.or(() -> Optional.of(Returned.MINIMAL));
        case "return=headers-only" ->
            returned = returned.or(() -> Optional.of(Returned.HEADERS_ONLY));
        case "return=representation" ->
            returned = returned.or(() -> Optional.of(Returned.REPRESENTATION));
        case "count=exact" -> count = count.or(() -> Optional.of(Count.EXACT));
        case "count=planned" -> count = count.or(() -> Optional.of(Count.PLANNED));
        case "count=estimated" -> count = count.or(() -> Optional.of(Count.ESTIMATED));
        case "tx=commit" -> ending = ending.or(() -> Optional.of(Ending.COMMIT));
        case "tx=rollback" -> ending = ending.or(() -> Optional.of(Ending.ROLLBACK));
        case "handling=strict" -> handling = handling.or(() -> Optional.of(Handling.STRICT));
        case "handling=lenient" -> handling = handling.or(() -> Optional.of(Handling.LENIENT));
        case "resolution=merge-duplicates" ->
            resolution = resolution.or(() -> Optional.of(Resolution.MERGE_DUPLICATES));
        case "resolution=ignore-duplicates" ->
            resolution = resolution.or(() -> Optional.of(Resolution.IGNORE_DUPLICATES));
        case "missing=default" -> missing = missing.or(() -> Optional.of(Missing.DEFAULT));
        case "missing=null" -> missing = missing.or(() -> Optional.of(Missing.NULL));
        case NESTED -> nested = true;
        case KEYSET -> keyset = true;
        default -> other(preference);
      }
    }

    private void other(String preference) {
      if (preference.matches("max-affected=\\d{1,18}")) {
        if (maxAffected.isEmpty()) {
          maxAffected = OptionalLong.of(Long.parseLong(preference.substring(13)));
        }
      } else if (preference.startsWith(TIMEZONE)) {
        timezone = timezone.or(() -> Optional.of(preference.substring(TIMEZONE.length())));
      } else {
        unknown.add(preference);
      }
    }

    Preferences done(boolean endingAllowed) {
      Preferences all =
          new Preferences(
              returned,
              count,
              endingAllowed ? ending : Optional.empty(),
              handling,
              resolution,
              missing,
              timezone,
              maxAffected,
              nested,
              keyset);
      if (all.strict() && !unknown.isEmpty()) {
        throw new RestException(Problem.preferences(String.join(", ", unknown)));
      }
      return all;
    }
  }
}
