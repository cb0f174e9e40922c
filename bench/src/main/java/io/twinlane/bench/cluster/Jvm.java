package io.twinlane.bench.cluster;

import java.util.ArrayList;
import java.util.List;

/** How the JVM of a service is started: always with a small heap, as many share a machine. */
enum Jvm {
  /** Ready soon, and slower after that. */
  QUICK_TO_START,
  /** As the files in {@code deploy/} start it, but for the heap. */
  AS_DEPLOYED;

  private List<String> options() {
    return switch (this) {
      case QUICK_TO_START -> List.of("-Xmx96m", "-XX:TieredStopAtLevel=1");
      case AS_DEPLOYED -> List.of("-Xmx128m");
    };
  }

  /** Up to the main class, which runs with this JVM's class path. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options());
    command.addAll(
        List.of(
            "-Xms16m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path")));
    return command;
  }
}
