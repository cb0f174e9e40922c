package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script of a clone whose Maven and Java only note that they were called. */
class TwinlaneScriptIT {

  private static final int WAIT_SECONDS_MAX = 60;
  private static final String WAITING = "twinlane: waiting for the build that another process";
  private static final List<String> PROGRAMS =
      List.of(
          "cat",
          "dirname",
          "find",
          "grep",
          "head",
          "ln",
          "mkdir",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sleep",
          "tee",
          "touch");

  @TempDir private Path home;
  private final List<Process> started = new ArrayList<>();

  /** Maven builds what Java wants to be there, once it may. */
  @BeforeEach
  void copy() throws IOException {
    Files.copy(Path.of("../twinlane"), home.resolve("twinlane"));
    Files.createDirectories(home.resolve("standalone/target"));
    Files.writeString(home.resolve("pom.xml"), "");
    program(
        "bin/mvn",
        """
        echo one >> "$TWINLANE_HOME/builds"
        while [ -d "$TWINLANE_HOME" ] && [ ! -f "$TWINLANE_HOME/may-build" ]; do sleep 0.05; done
        mkdir "$TWINLANE_HOME/standalone/target/lib"
        echo 'BUILD SUCCESS'
        """);
    program(
        "jdk/bin/java",
        """
        [ -d "$TWINLANE_HOME/standalone/target/lib" ] && echo "java for $TWINLANE_HOME"
        """);
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    for (String program : PROGRAMS) {
      put(program);
    }
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneBuildsAndTheOthersWait(boolean flock) throws Exception {
    lockBy(flock);
    Process first = run("first");
    await("builds", "one");
    List<Process> others = List.of(run("second"), run("third"));
    await("second", WAITING);
    await("third", WAITING);

    Files.createFile(home.resolve("may-build"));

    assertThat(exit(first)).isZero();
    for (Process other : others) {
      assertThat(exit(other)).isZero();
    }
    assertThat(read("builds")).isEqualTo("one\n");
    for (String name : List.of("first", "second", "third")) {
      assertThat(read(name)).endsWith("java for " + home + "\n");
    }
    assertThat(read("first")).doesNotContain(WAITING);
    assertThat(read("second")).containsOnlyOnce(WAITING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBuildThatWasKilledStopsNobody(boolean flock) throws Exception {
    lockBy(flock);
    Process killed = run("killed");
    await("builds", "one");
    List<ProcessHandle> below = killed.descendants().toList();
    killed.destroyForcibly().waitFor();
    below.forEach(ProcessHandle::destroyForcibly);
    Files.createFile(home.resolve("may-build"));

    Process next = run("next");

    assertThat(exit(next)).as(read("next")).isZero();
    assertThat(read("builds")).isEqualTo("one\none\n");
  }

  private void lockBy(boolean flock) throws IOException {
    if (flock) {
      put("flock");
    }
  }

  /** Puts a program where the script looks for it; without one there, it must do as well. */
  private void put(String program) throws IOException {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path there = Path.of(folder, program);
      if (Files.isExecutable(there)) {
        program("bin/" + program, "exec '%s' \"$@\"\n".formatted(there));
        return;
      }
    }
  }

  private void program(String name, String script) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Process run(String name) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", home.resolve("twinlane").toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve(name).toFile());
    builder.environment().put("PATH", home.resolve("bin").toString());
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private void await(String file, String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!read(file).contains(text)) {
      assertThat(System.nanoTime()).as(read(file)).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int exit(Process process) throws InterruptedException {
    assertThat(process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String read(String name) throws IOException {
    Path file = home.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
