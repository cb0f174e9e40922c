package io.twinlane.bench;

import io.twinlane.bench.contender.OwnPostgres;
import io.twinlane.bench.contender.TemporaryFolder;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code processes}: what it costs to spread the services over processes. */
@Command(
    name = "processes",
    mixinStandardHelpOptions = true,
    description = {
      "Compares everything in one process with services as processes of their own, with the gateway's",
      "near cache and without it."
    })
final class ProcessesCommand implements Callable<Integer> {

  @Option(names = "--rounds", defaultValue = "3", description = "Turns of each; ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--hits",
      defaultValue = "10000",
      description = "Requests of a turn of hits; slower ones have fewer; ${DEFAULT-VALUE}")
  private int hits;

  @Mixin private final MarkdownFile file = new MarkdownFile();

  @Override
  public Integer call() throws IOException {
    Vertx vertx = Vertx.vertx();
    try (TemporaryFolder temporary = TemporaryFolder.create("twinlane-bench");
        EmbeddedDatabase database = OwnPostgres.start(temporary.path())) {
      ProcessCosts costs = new ProcessCosts(vertx, temporary.path(), database, rounds, hits);
      file.tell(new ProcessReport(costs.run(), rounds, hits).toString());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    return 0;
  }
}
