package io.twinlane.bench;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
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

  /** Of each process of the same tree. */
  static Map<Long, Duration> ofEach(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .collect(Collectors.toMap(ProcessHandle::pid, process -> of(process)));
  }

  /** What those used since then that are there now, whoever has come and gone. */
  static Duration since(Map<Long, Duration> before, ProcessHandle root) {
    return ofEach(root).entrySet().stream()
        .map(now -> now.getValue().minus(before.getOrDefault(now.getKey(), Duration.ZERO)))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
