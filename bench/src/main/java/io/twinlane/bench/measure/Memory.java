package io.twinlane.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes have in memory. */
public final class Memory {

  private Memory() {}

  /** Resident MiB of a process; NaN where the system does not tell. */
  public static double residentMebibytes(ProcessHandle process) {
    return mebibytes(process, "VmRSS:");
  }

  /**
   * The most that it has had resident since it began, in MiB; NaN where the system does not tell.
   */
  public static double mostResidentMebibytes(ProcessHandle process) {
    return mebibytes(process, "VmHWM:");
  }

  /** A line of proc(5), status. */
  private static double mebibytes(ProcessHandle process, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
