package io.twinlane.bench.contender;

import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A contender with a build of its own in {@code bench/contenders}, which is no part of the suite's
 * build and brings nothing into it. It is built when it is first wanted, from public registries.
 */
public enum Project {
  SPRING("Spring Boot, JDBC, HikariCP", "spring", "target/contender.jar"),
  POSTGRAPHILE("PostGraphile", "postgraphile", "node_modules/.package-lock.json");

  private static final int BUILD_MINUTES_MAX = 5;

  private final String label;
  private final String folder;
  private final String product;

  Project(String label, String folder, String product) {
    this.label = label;
    this.folder = folder;
    this.product = product;
  }

  private List<String> tool() {
    return switch (this) {
      case SPRING -> List.of("mvn", "--batch-mode", "--quiet", "package");
      case POSTGRAPHILE ->
          List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
    };
  }

  private List<String> command(Path home) {
    return switch (this) {
      case SPRING -> Launch.java(List.of("-jar", product(home).toString()));
      case POSTGRAPHILE -> List.of("node", place(home).resolve("server.mjs").toString());
    };
  }

  /** For reports. */
  public String label() {
    return label;
  }

  /** Whether it has been built in a working copy, from what is there now. */
  public boolean built(Path home) {
    if (!Files.exists(product(home))) {
      return false;
    }
    try (Stream<Path> files = Files.walk(place(home))) {
      FileTime built = Files.getLastModifiedTime(product(home));
      for (Path file : files.filter(Project::source).toList()) {
        if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean source(Path file) {
    return Files.isRegularFile(file) && !file.toString().matches(".*/(target|node_modules)/.*");
  }

  /**
   * Builds it, which takes minutes at most.
   *
   * @throws IllegalStateException if that fails, or the tool is not there
   */
  public void build(Path home) {
    Path log = Launch.log(home.resolve(".twinlane"), "bench-" + folder);
    try {
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder(tool())
              .directory(place(home).toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0 || !Files.exists(product(home))) {
        throw new IllegalStateException("it cannot be built:\n" + Server.lastLines(log));
      }
    } catch (IOException e) {
      throw new IllegalStateException("it cannot be built: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How it is started on a database. */
  public Launch launch(Path home, Path logs, DatabaseUrl url, int poolMax) {
    Map<String, String> environment = new HashMap<>();
    environment.put("JDBC_URL", Tables.jdbc(url));
    environment.put("PGHOST", url.host());
    environment.put("PGPORT", Integer.toString(url.port()));
    environment.put("PGDATABASE", url.database());
    environment.put("PGUSER", url.user());
    environment.put("PGPASSWORD", Tables.password(url));
    environment.put("POOL_MAX", Integer.toString(poolMax));
    environment.put("NODE_ENV", "production");
    return new Launch(label, command(home), environment, Launch.log(logs, folder));
  }

  private Path place(Path home) {
    return home.resolve("bench").resolve("contenders").resolve(folder).toAbsolutePath();
  }

  private Path product(Path home) {
    return place(home).resolve(product);
  }
}
