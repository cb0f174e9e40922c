package io.twinlane.bench.contender;

import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Load;
import io.twinlane.bench.measure.Times;
import io.twinlane.bench.measure.Unlike;
import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own load generator, the yardstick for statements: prepared once for each client, and
 * sent one after another. Its turns are whole seconds.
 *
 * @param url the database, or a pooler in front of it
 * @param script a file with what is sent
 * @param servers the processes of that pooler
 */
public record Pgbench(String name, DatabaseUrl url, Path script, List<ProcessHandle> servers)
    implements Contender {

  /** How many send at the same time. */
  public static final int CLIENTS = 8;

  private static final Pattern TRANSACTIONS =
      Pattern.compile("number of transactions actually processed: (\\d+)");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
  private static final Pattern PER_SECOND =
      Pattern.compile("tps = ([0-9.]+) \\((?:without|excluding)");
  private static final Pattern WORDS = Pattern.compile("\\s+");

  public Pgbench {
    servers = List.copyOf(servers);
  }

  /**
   * A statement with keys that are drawn anew each time.
   *
   * @param keys {@code $1} is from 1 to so many
   * @param folder where the script is put
   */
  public static Path script(Path folder, String name, String sql, int keys) {
    String text = "\\set id random(1, %d)\n%s;\n".formatted(keys, sql.replace("$1", ":id"));
    try {
      return Files.writeString(folder.resolve(name.replaceAll("\\W+", "-") + ".sql"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What pgbench says of itself; empty where there is none. */
  public static String version() {
    try {
      Process process = new ProcessBuilder("pgbench", "--version").start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public Load load(Duration duration) {
    long begin = System.nanoTime();
    String said = run(duration, List.of());
    long elapsed = System.nanoTime() - begin;
    long requests = Long.parseLong(found(TRANSACTIONS, said));
    if (requests == 0) {
      return new Load(0, unlike(said), elapsed);
    }
    double perSecond = Double.parseDouble(found(PER_SECOND, said));
    return new Load(requests, unlike(said), (long) (requests / perSecond * 1e9));
  }

  /** Its own schedule is random about the rate; its log tells each time from when it was due. */
  @Override
  public Latency latency(double perSecond, Duration duration) {
    long rate = Math.max(1, Math.round(perSecond));
    try {
      Path logs = Files.createTempDirectory(script.toAbsolutePath().getParent(), "log");
      String said =
          run(duration, List.of("-R", Long.toString(rate), "-l", "--log-prefix", logs + "/log"));
      Times times = new Times();
      try (Stream<Path> files = Files.list(logs)) {
        for (Path file : files.toList()) {
          read(Files.readAllLines(file), times);
        }
      }
      return new Latency(rate, times.count(), times.percentiles(), unlike(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of its log is: client, number, microseconds, and what is of no use here. */
  static void read(List<String> log, Times times) {
    for (String line : log) {
      String micros = WORDS.split(line, -1)[2];
      if (micros.chars().allMatch(Character::isDigit)) { // else it says that it failed
        times.add(Long.parseLong(micros), TimeUnit.MICROSECONDS);
      }
    }
  }

  private static Unlike unlike(String said) {
    Matcher failed = FAILED.matcher(said);
    long count = failed.find() ? Long.parseLong(failed.group(1)) : 0;
    return count == 0 ? Unlike.NONE : new Unlike(0, count, 0, "pgbench: " + said);
  }

  private static String found(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("pgbench said: " + said);
    }
    return matcher.group(1);
  }

  private String run(Duration duration, List<String> further) {
    long seconds = Math.max(1, (duration.toMillis() + 999) / 1_000);
    List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared"));
    command.addAll(List.of("-c", Integer.toString(CLIENTS), "-T", Long.toString(seconds)));
    command.addAll(List.of("-f", script.toString()));
    command.addAll(further);
    command.addAll(List.of("-h", url.host(), "-p", Integer.toString(url.port())));
    command.addAll(List.of("-U", url.user(), url.database()));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("PGPASSWORD", Tables.password(url));
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("pgbench failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
