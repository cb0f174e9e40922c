package io.twinlane.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CPU time that processes have used since they began, in steps of 10 ms for each of them.
 *
 * <p>Where {@code /proc} tells, what a process has used goes to its parent when it ends: so the
 * sessions of a server count that have come and gone between two looks. Elsewhere only those count
 * that live.
 */
public final class CpuTime {

  private static final Path PROC = Path.of("/proc");

  /** A tick of {@code /proc} on every architecture that the JDK runs on. */
  private static final long NANOS_OF_TICK = 10_000_000;

  private static final int LOOKS_MAX = 10;

  private CpuTime() {}

  /** Of a process and everything that it has ever started and waited for, or that still lives. */
  public static Duration ofTree(ProcessHandle root) {
    if (!Files.exists(PROC.resolve("self/stat"))) {
      return ofLiving(root);
    }
    Map<Long, Usage> tree = tree(root.pid());
    for (int looks = 1; looks < LOOKS_MAX; looks++) {
      // one that ends between the look at its parent and that at itself is in neither
      Map<Long, Usage> again = tree(root.pid());
      boolean same = again.keySet().equals(tree.keySet());
      tree = again;
      if (same) {
        break;
      }
    }
    long ticks = tree.values().stream().mapToLong(Usage::ticks).sum();
    return Duration.ofNanos(ticks * NANOS_OF_TICK);
  }

  private static Duration ofLiving(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Map<Long, Usage> tree(long root) {
    Map<Long, Usage> all = all();
    return all.entrySet().stream()
        .filter(entry -> below(root, entry.getKey(), all))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean below(long root, long pid, Map<Long, Usage> all) {
    long at = pid;
    while (at != root) {
      Usage process = all.get(at);
      if (process == null || process.parent() == at) {
        return false;
      }
      at = process.parent();
    }
    return all.containsKey(root);
  }

  private static Map<Long, Usage> all() {
    try (Stream<Path> entries = Files.list(PROC)) {
      Map<Long, Usage> all = new HashMap<>();
      entries
          .filter(entry -> entry.getFileName().toString().matches("\\d+"))
          .forEach(entry ->
              Usage.read(entry)
                  .ifPresent(
                      process -> all.put(Long.valueOf(entry.getFileName().toString()), process)));
      return all;
    } catch (IOException e) {
      return Map.of();
    }
  }

  /**
   * What {@code /proc/PID/stat} tells.
   *
   * @param parent its number
   * @param ticks used by itself and by children that have ended and were waited for
   */
  record Usage(long parent, long ticks) {

    private static Optional<Usage> read(Path folder) {
      try {
        return Optional.of(parse(Files.readString(folder.resolve("stat"))));
      } catch (IOException e) {
        return Optional.empty(); // it has ended
      }
    }

    /** The name of the command stands in brackets, and may hold spaces and brackets. */
    static Usage parse(String stat) {
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
        ticks += Long.parseLong(fields[field].strip());
      }
      return new Usage(Long.parseLong(fields[1]), ticks);
    }
  }
}
