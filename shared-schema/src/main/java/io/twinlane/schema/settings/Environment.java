package io.twinlane.schema.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from: the real environment, then {@code .env.{environment}.local}, {@code
 * .env.local} and {@code .env} of the working copy; the first one to set a value wins.
 *
 * <p>Each reader remembers what is wrong and answers its default, so that {@link #check} can report
 * every mistake at once. Used by one thread, at start-up.
 */
public final class Environment {

  private final Map<String, String> values;
  private final EnvironmentName name;

  /** Each once, however many ask for the same variable. */
  private final Set<String> mistakes = new LinkedHashSet<>();

  private final Set<String> asked = new TreeSet<>();

  private Environment(Map<String, String> real, @Nullable Path workingCopy) {
    this.values = new HashMap<>(real);
    values.values().removeIf(String::isEmpty);
    this.name = readName();
    if (workingCopy != null) {
      Stream.of(".env." + name.shortName() + ".local", ".env." + name.longName() + ".local")
          .forEach(file -> merge(workingCopy.resolve(file)));
      merge(workingCopy.resolve(".env.local"));
      merge(workingCopy.resolve(".env"));
    }
  }

  /** The environment of this process, with the env files of a working copy. */
  public static Environment ofProcess(Path workingCopy) {
    return new Environment(System.getenv(), workingCopy);
  }

  /** The given values and no files. */
  public static Environment of(Map<String, String> values) {
    return new Environment(values, null);
  }

  /** The given values over the env files of a working copy. */
  public static Environment of(Map<String, String> values, Path workingCopy) {
    return new Environment(values, workingCopy);
  }

  public EnvironmentName name() {
    return name;
  }

  public Optional<String> text(String variable) {
    return Optional.ofNullable(value(variable));
  }

  public String text(String variable, String otherwise) {
    return text(variable).orElse(otherwise);
  }

  /** A secret, which may also be given as a file, by the name with {@code _FILE}. */
  public Optional<Secret> secret(String variable) {
    Optional<String> file = text(variable + "_FILE");
    Optional<String> text = text(variable);
    if (file.isPresent() && text.isPresent()) {
      mistakes.add(variable + " and " + variable + "_FILE are both set: keep one");
    }
    if (file.isEmpty()) {
      return text.map(Secret::new);
    }
    try {
      return Optional.of(new Secret(Files.readString(Path.of(file.get())).strip()));
    } catch (IOException e) {
      mistakes.add(variable + "_FILE names a file that cannot be read: " + file.get());
      return Optional.empty();
    }
  }

  /** Notes that something is wrong that only the one who reads a setting can tell. */
  public void mistake(String what) {
    mistakes.add(what);
  }

  /** Every variable that was asked for, whether it is set or not. */
  public Set<String> asked() {
    return Set.copyOf(asked);
  }

  private @Nullable String value(String variable) {
    asked.add(variable);
    return values.get(variable);
  }

  /** Names separated by commas, blanks around them dropped. */
  public List<String> names(String variable, String otherwise) {
    List<String> names =
        Arrays.stream(text(variable, otherwise).split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
    if (names.isEmpty()) {
      mistakes.add(variable + " must name at least one");
    }
    return names;
  }

  public int integer(String variable, int min, int max, int otherwise) {
    return (int) number(variable, min, max, otherwise, "a whole number");
  }

  public long bytes(String variable, long min, long max, long otherwise) {
    return number(variable, min, max, otherwise, "a number of bytes");
  }

  /** A duration given as a number of milliseconds. */
  public Duration millis(String variable, long min, long max, long otherwise) {
    return Duration.ofMillis(number(variable, min, max, otherwise, "a number of milliseconds"));
  }

  public boolean flag(String variable, boolean otherwise) {
    String text = value(variable);
    if (text == null || text.equals("true") || text.equals("false")) {
      return text == null ? otherwise : text.equals("true");
    }
    mistakes.add(variable + " must be true or false, not '" + text + "'");
    return otherwise;
  }

  /** A folder that exists; empty if the variable is not set, a mistake if it names no folder. */
  public Optional<Path> folder(String variable) {
    Optional<Path> path = text(variable).map(Path::of);
    if (path.isPresent() && !Files.isDirectory(path.get())) {
      mistakes.add(variable + " names no folder: " + path.get());
      return Optional.empty();
    }
    return path;
  }

  /**
   * The first of these variables that is set, as a connection string; each may also be given as a
   * file, by the name with {@code _FILE}. A mistake if none is set, and in production if it may end
   * up in plain text on the way to another machine.
   */
  public Optional<DatabaseSource> database(String... variables) {
    for (String variable : variables) {
      Optional<Path> file = text(variable + "_FILE").map(Path::of);
      Optional<String> text = text(variable);
      if (file.isPresent() && text.isPresent()) {
        mistakes.add(variable + " and " + variable + "_FILE are both set: keep one");
        return Optional.empty();
      }
      if (file.isPresent() || text.isPresent()) {
        return read(variable, () -> source(text, file)).filter(source -> safe(variable, source));
      }
    }
    mistakes.add(
        variables[variables.length - 1]
            + " is not set: give it a URL such as postgres://USER:PASSWORD@HOST:5432/DATABASE");
    return Optional.empty();
  }

  /** Whether one of these variables is set, as itself or as a file. */
  boolean namesDatabase(String... variables) {
    return Arrays.stream(variables)
        .anyMatch(variable -> text(variable).or(() -> text(variable + "_FILE")).isPresent());
  }

  private DatabaseSource source(Optional<String> text, Optional<Path> urlFile) {
    DatabaseUrl url =
        DatabaseUrl.parse(text.orElseGet(() -> DatabaseSource.content(urlFile.orElseThrow())));
    if (url.password().isPresent()) {
      return new DatabaseSource(url, urlFile, Optional.empty());
    }
    Optional<Path> passwordFile = text("DATABASE_PASSWORD_FILE").map(Path::of);
    DatabaseUrl whole =
        text("DATABASE_PASSWORD").map(Secret::new).map(url::withPassword).orElse(url);
    DatabaseSource source = new DatabaseSource(whole, urlFile, passwordFile);
    return new DatabaseSource(source.current(), urlFile, passwordFile);
  }

  private boolean safe(String variable, DatabaseSource source) {
    DatabaseUrl url = source.url();
    List<Path> unreadable =
        url.tls().files().stream().filter(file -> !Files.isReadable(file)).toList();
    if (!unreadable.isEmpty()) {
      mistakes.add(variable + ": its certificate files cannot be read: " + unreadable);
      return false;
    }
    boolean plain =
        name == EnvironmentName.PRODUCTION
            && url.tls().mode().mayBePlain()
            && !url.loopback()
            && !flag("ALLOW_PLAINTEXT_DATABASE", false);
    if (plain) {
      mistakes.add(
          ("%s: sslmode=%s may send everything to %s in plain text. Add sslmode=verify-full (or"
                  + " require), or set ALLOW_PLAINTEXT_DATABASE=true.")
              .formatted(variable, url.tls().mode().word(), url.place()));
    }
    return !plain;
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  public <E extends Enum<E>> E oneOf(String variable, Class<E> type, E otherwise) {
    return oneOf(variable, type, otherwise, Environment::spelled);
  }

  /** One of the constants of an enum, written as each says. */
  public <E extends Enum<E>> E oneOf(
      String variable, Class<E> type, E otherwise, Function<E, String> spelled) {
    String text = value(variable);
    if (text == null) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (spelled.apply(constant).equals(text)) {
        return constant;
      }
    }
    String choices =
        Arrays.stream(type.getEnumConstants()).map(spelled).collect(Collectors.joining(", "));
    mistakes.add(variable + " must be one of " + choices + ", not '" + text + "'");
    return otherwise;
  }

  /** The settings that were built if nothing was wrong, else every mistake in one exception. */
  public <T> T check(Supplier<T> settings) {
    if (!mistakes.isEmpty()) {
      throw new SettingsException(List.copyOf(mistakes));
    }
    return settings.get();
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private long number(String variable, long min, long max, long otherwise, String what) {
    String text = value(variable);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, together with the limits
    }
    mistakes.add("%s must be %s from %d to %d, not '%s'".formatted(variable, what, min, max, text));
    return otherwise;
  }

  private <T> Optional<T> read(String variable, Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (IllegalArgumentException e) {
      mistakes.add(variable + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void merge(Path file) {
    EnvFile.read(file, mistakes).forEach(values::putIfAbsent);
  }

  private EnvironmentName readName() {
    String variable = values.containsKey("ENVIRONMENT") ? "ENVIRONMENT" : "NODE_ENV";
    String text = values.getOrDefault(variable, EnvironmentName.DEVELOPMENT.shortName());
    return EnvironmentName.parse(text)
        .orElseGet(() -> {
          mistakes.add(variable + " must be dev, test, staging or prod, not '" + text + "'");
          return EnvironmentName.PRODUCTION;
        });
  }
}
