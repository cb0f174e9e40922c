package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioCommandIT {

  private static String studio(Path home) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "studio");
    builder.environment().put("TWINLANE_HOME", home.toString());
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.strip();
  }

  @Test
  void aNewLinkIsPrintedForWhatRuns(@TempDir Path home) throws Exception {
    Path file = home.resolve(".twinlane/studio");
    try (TestDatabase database = TestDatabase.create();
        UpProcess up = UpProcess.start(home, Map.of("DATABASE_URL", database.url()))) {
      up.awaitRunning();
      String first = Files.readString(file);
      assertThat(up.output()).contains(first);
      assertThat(first).startsWith(up.management() + "/studio/#token=");
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));

      String printed = studio(home);

      assertThat(printed).startsWith(up.management() + "/studio/#token=").isNotEqualTo(first);
      assertThat(Files.readString(file)).isEqualTo(printed);
      assertThat(up.output()).contains(printed);

      up.signal();
      assertThat(up.exit()).isZero();
      assertThat(file).doesNotExist();
    }
  }
}
