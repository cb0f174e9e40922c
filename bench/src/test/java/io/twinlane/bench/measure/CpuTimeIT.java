package io.twinlane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Of the CPU time of a tree of processes, none is lost with those that end. */
class CpuTimeIT {

  /** A child works and ends; then the parent waits to be told that it may. */
  private static final String PARENT =
      """
      sh -c 'i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; times'
      echo over
      read -r end
      """;

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAChildHasUsedCountsWhenItIsGone() throws IOException, InterruptedException {
    Process parent = new ProcessBuilder("sh", "-c", PARENT).start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      Duration child = user(String.valueOf(said.readLine()));
      said.lines().takeWhile(line -> !line.equals("over")).forEach(_ -> {});

      Duration counted = CpuTime.ofTree(parent.toHandle());

      assertThat(parent.descendants()).isEmpty();
      assertThat(child).isGreaterThan(Duration.ofMillis(20));
      // both are cut to steps of 10 ms
      assertThat(counted).isGreaterThanOrEqualTo(child.minusMillis(20));
    } finally {
      parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** Of what a shell says of itself, such as {@code 0m0.270s 0m0.000s}. */
  private static Duration user(String times) {
    String text = times.split(" ", -1)[0];
    double seconds = Double.parseDouble(text.substring(text.indexOf('m') + 1, text.length() - 1));
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }
}
