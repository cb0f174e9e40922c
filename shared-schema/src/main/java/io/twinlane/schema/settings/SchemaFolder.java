package io.twinlane.schema.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that declares a database: {@code schema/}, {@code migrations/} and {@code seeds/}.
 *
 * <p>It is the product's own unless {@code SCHEMA_DIR} names another of the same layout; no service
 * knows a table by name.
 */
public final class SchemaFolder {

  /** What a migration's file name must look like: a UTC time, then a name. */
  public static final Pattern MIGRATION_NAME = Pattern.compile("(\\d{14})_([a-z0-9_]+)\\.sql");

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  private static final Pattern DEFERRED =
      Pattern.compile(
          "\\A\\ufeff?(?:\\s*--.*\\n)*?\\s*--\\s*deferred\\s*(?:$|[:(])",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private static final Pattern TABLE =
      Pattern.compile(
          "^CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + "(?:(?:\"[^\"]+\"|[a-z_][a-z0-9_$]*)\\.)?"
              + "(?:\"([^\"]+)\"|([a-z_][a-z0-9_$]*))\\s*\\(",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final Path root;

  private SchemaFolder(Path root) {
    this.root = root;
  }

  /** A file by its name and its text. */
  public record SqlFile(String name, String text) {}

  /** The folder that the settings name; a mistake if it is not there. */
  public static Optional<SchemaFolder> from(Environment env) {
    return env.text("SCHEMA_DIR").isEmpty()
        ? Optional.of(packaged())
        : env.folder("SCHEMA_DIR").map(SchemaFolder::new);
  }

  /** A folder on disk. */
  public static SchemaFolder at(Path root) {
    return new SchemaFolder(root);
  }

  /** The tables that come with the product. */
  public static SchemaFolder packaged() {
    try {
      URI uri = Objects.requireNonNull(SchemaFolder.class.getResource("/db/migrations")).toURI();
      if (uri.getScheme().equals("jar")) {
        open(uri);
      }
      return new SchemaFolder(Objects.requireNonNull(Path.of(uri).getParent()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path holds no db/migrations", e);
    }
  }

  /** The files of {@code migrations/}, whatever their names, sorted. */
  public List<SqlFile> migrations() {
    return sqlFiles("migrations");
  }

  /** The migrations of Twinlane's own tables, which every database needs, whatever its schema. */
  public static List<SqlFile> system() {
    return packaged().sqlFiles("system");
  }

  /** The files of {@code seeds/NAME/}, sorted; none if there is no such folder. */
  public List<SqlFile> seeds(String name) {
    return sqlFiles("seeds/" + name);
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** Whether a migration says in a comment at its top that it waits for the next release. */
  public static boolean deferred(SqlFile file) {
    return DEFERRED.matcher(file.text()).find();
  }

  /** Whether a migration's version is a time that exists. */
  public static boolean isTime(String version) {
    try {
      LocalDateTime.parse(version, VERSION);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /**
   * The version of the newest migration that a release needs, empty if there is none. Services run
   * as well before what is deferred is applied as after it.
   */
  public String newestVersion() {
    return migrations().stream()
        .filter(file -> !deferred(file))
        .map(file -> MIGRATION_NAME.matcher(file.name()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .reduce("", (_, later) -> later);
  }

  /** The files of {@code schema/}, sorted. */
  public List<SqlFile> declared() {
    return sqlFiles("schema");
  }

  /** The names of the tables that {@code schema/} declares, in the order of the files. */
  public List<String> declaredTables() {
    return declared().stream()
        .flatMap(file -> TABLE.matcher(file.text()).results())
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .toList();
  }

  private List<SqlFile> sqlFiles(String folder) {
    Path place = root.resolve(folder);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".sql"))
          .sorted()
          .map(SchemaFolder::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SqlFile read(Path file) {
    try {
      return new SqlFile(file.getFileName().toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new SettingsException(List.of(file + " is not text in UTF-8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void open(URI jar) {
    try {
      // left open for the life of the process, as the class path is
      FileSystems.newFileSystem(jar, Map.of());
    } catch (FileSystemAlreadyExistsException e) {
      // opened before, which serves as well
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
