package io.twinlane.bench;

import io.twinlane.bench.contender.Launch;
import io.twinlane.bench.contender.OwnPostgres;
import io.twinlane.bench.contender.Server;
import io.twinlane.bench.contender.TemporaryFolder;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code overload}: three times as much as can be done. */
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    description = {
      "Sends three times as many requests as ten connections can serve, with the limits that refuse",
      "some of them at once, and with every limit out of the way."
    })
final class OverloadCommand implements Callable<Integer> {

  @Option(names = "--seconds", defaultValue = "60", description = "Of each way; ${DEFAULT-VALUE}")
  private int seconds;

  @Mixin private final MarkdownFile file = new MarkdownFile();

  @Override
  public Integer call() throws IOException {
    Vertx vertx = Vertx.vertx();
    try (TemporaryFolder temporary = TemporaryFolder.create("twinlane-bench");
        EmbeddedDatabase database = OwnPostgres.start(temporary.path())) {
      file.tell(report(vertx, temporary.path(), database));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    return 0;
  }

  private String report(Vertx vertx, Path folder, EmbeddedDatabase database) {
    Overload.prepare(database.url());
    StringBuilder report = new StringBuilder(Overload.HEAD.formatted(seconds));
    for (Map.Entry<String, Map<String, String>> way : Overload.WAYS.entrySet()) {
      Map<String, String> settings = new HashMap<>(way.getValue());
      settings.put("DATABASE_URL", database.urlText());
      Launch launch = Launch.suite("admission " + way.getKey(), folder, settings, List.of());
      try (Server suite = Server.start(launch)) {
        report.append(new Overload(vertx, suite, Duration.ofSeconds(seconds)).run(way.getKey()));
      }
    }
    return report.toString();
  }
}
