import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of every Java file below the working directory, by google-java-format.
 *
 * <p>{@code check} names the files that differ and ends with status 1; {@code apply} rewrites them.
 */
final class Layout {

  public static void main(String[] arguments) throws Exception {
    boolean apply = arguments[0].equals("apply");
    List<Path> wrong = new ArrayList<>();
    for (Path file : javaFiles()) {
      String before = Files.readString(file);
      String after = laidOut(file, before);
      if (before.equals(after)) {
        continue;
      }
      wrong.add(file);
      if (apply) {
        Files.writeString(file, after);
      }
    }
    wrong.forEach(file -> System.out.println((apply ? "rewritten: " : "wrong layout: ") + file));
    if (!apply && !wrong.isEmpty()) {
      System.out.println("Mend it with: mvn -N validate -Dformat");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles() throws Exception {
    try (var files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/") && !file.startsWith(".twinlane"))
          .sorted()
          .toList();
    }
  }

  private static String laidOut(Path file, String source) throws Exception {
    try {
      String used = RemoveUnusedImports.removeUnusedImports(source);
      String ordered = ImportOrderer.reorderImports(used, JavaFormatterOptions.Style.GOOGLE);
      return new Formatter().formatSource(ordered);
    } catch (Exception e) {
      throw new IllegalStateException("cannot parse " + file, e);
    }
  }
}
