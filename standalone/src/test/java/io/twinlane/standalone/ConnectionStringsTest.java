package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No connection string with a password is in what is shipped, nor in how it is shipped. */
class ConnectionStringsTest {

  private static final Path ROOT = Path.of(System.getProperty("user.dir"), "..");
  private static final Pattern WITH_PASSWORD =
      Pattern.compile("postgres(?:ql)?://[^:@/\\s]+:([^@/\\s]+)@");

  /** Stand for one; the last three open a server that is there for as long as its script runs. */
  private static final Set<String> PLACEHOLDERS =
      Set.of("%s", "PASSWORD", "secret", "…", "rehearsal", "training", "lanes");

  private static final Set<String> SHIPPED = Set.of("deploy", "build", ".ci", "db");

  @Test
  void noPasswordIsInAConnectionString() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files = files();
    for (Path file : files) {
      // what is no text has no such bytes in it either
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      WITH_PASSWORD
          .matcher(text)
          .results()
          .filter(url -> !PLACEHOLDERS.contains(url.group(1)))
          .forEach(url -> found.add(ROOT.relativize(file) + ": " + url.group()));
    }

    assertThat(files).hasSizeGreaterThan(300);
    assertThat(found).isEmpty();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> top = Files.list(ROOT)) {
      List<Path> all = new ArrayList<>();
      for (Path path : top.toList()) {
        String name = path.getFileName().toString();
        if (Files.isRegularFile(path)) {
          all.add(path);
        } else if (SHIPPED.contains(name)) {
          all.addAll(below(path));
        } else if (Files.isDirectory(path.resolve("src/main"))) {
          all.addAll(below(path.resolve("src/main")));
        }
      }
      return all;
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    Predicate<Path> ours = path -> !path.toString().contains("node_modules");
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(ours).toList();
    }
  }
}
