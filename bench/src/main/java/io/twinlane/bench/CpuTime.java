package io.twinlane.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** CPU time that processes have used since they began. */
final class CpuTime {

  private CpuTime() {}

  /** Of one process. */
  static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Of a process and everything below it, as far as it is still alive. */
  static Duration ofTree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .map(CpuTime::of)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
