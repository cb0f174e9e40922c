package io.twinlane.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code studio}: a link into the Studio of what runs here, or of what is started for it. */
@Command(
    name = "studio",
    description = {
      "Prints a link that lets one person into the Studio, once, within 15 minutes.",
      "If nothing runs here yet, everything is started as by `up`."
    })
final class StudioCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int TRIES_MAX = 3;

  @Mixin private final UpCommand up = new UpCommand();

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> link = renewed(UpCommand.home().resolve(".twinlane"));
    if (link.isPresent()) {
      System.out.println(link.get());
      return 0;
    }
    return up.run(Map.of("STUDIO_ENABLED", "true"));
  }

  /** A new link from the process that has left one here; empty if it does not answer. */
  private static Optional<String> renewed(Path folder) throws InterruptedException {
    Optional<String> left = StudioLink.left(folder);
    if (left.isEmpty()) {
      return left;
    }
    URI asked = URI.create(left.get()).resolve("/studio/api/token");
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < TRIES_MAX; i++) {
        HttpResponse<Void> answer = client.send(request(asked), BodyHandlers.discarding());
        if (answer.statusCode() == 204) {
          return StudioLink.left(folder);
        }
        if (answer.statusCode() != 429) {
          return Optional.empty();
        }
        // somebody has just had one made, and may have used it
        TimeUnit.SECONDS.sleep(answer.headers().firstValueAsLong("Retry-After").orElse(1));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // left by a process that is gone
    }
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(TIMEOUT).POST(BodyPublishers.noBody()).build();
  }
}
