package io.twinlane.bench;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own load generator, the yardstick for statements.
 *
 * @param name what is measured
 * @param url the database, which has pgbench's tables
 * @param options of pgbench
 */
record Pgbench(String name, DatabaseUrl url, List<String> options) implements Contender {

  private static final Pattern TRANSACTIONS =
      Pattern.compile("number of transactions actually processed: (\\d+)");

  Pgbench {
    options = List.copyOf(options);
  }

  /** Whether pgbench is installed. */
  static boolean installed() {
    try {
      return new ProcessBuilder("pgbench", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Makes and fills pgbench's tables. */
  static void initialise(DatabaseUrl url) {
    execute(url, List.of("-i", "-q", "-s", "1"));
  }

  /** Runs statements that pgbench's own scripts cannot hold. */
  static void execute(DatabaseUrl url, String sql) {
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(url.host(), url.port(), url.database()),
                url.user(),
                url.password().map(Secret::value).orElse(null));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Load run(Duration duration) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-T", Long.toString(duration.toSeconds()), "-n"));
    long begin = System.nanoTime();
    String output = execute(url, all);
    Matcher matcher = TRANSACTIONS.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("pgbench said: " + output);
    }
    return new Load(Long.parseLong(matcher.group(1)), 0, System.nanoTime() - begin);
  }

  private static String execute(DatabaseUrl url, List<String> options) {
    List<String> command = new ArrayList<>(List.of("pgbench"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-h",
            url.host(),
            "-p",
            Integer.toString(url.port()),
            "-U",
            url.user(),
            url.database()));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      url.password().ifPresent(secret -> builder.environment().put("PGPASSWORD", secret.value()));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("pgbench failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
