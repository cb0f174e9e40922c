package io.twinlane.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds.
 *
 * @param heapKibibytes what is left of its heap after a collection
 * @param descriptors open files and sockets
 */
record Vitals(long heapKibibytes, long descriptors) {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  /** Its young and its old generation; what follows is no heap. */
  private static final int GENERATIONS = 2;

  /** Looked at just now, after a collection that this causes. */
  static Vitals of(ProcessHandle jvm) {
    jcmd(jvm, "GC.run");
    long used =
        USED.matcher(jcmd(jvm, "GC.heap_info"))
            .results()
            .limit(GENERATIONS)
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum();
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(jvm.pid()), "fd"))) {
      return new Vitals(used, open.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jcmd(ProcessHandle jvm, String command) {
    try {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process asked =
          new ProcessBuilder(List.of(jcmd.toString(), Long.toString(jvm.pid()), command)).start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
