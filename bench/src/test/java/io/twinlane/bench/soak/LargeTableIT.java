package io.twinlane.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.MigratedDatabase;
import io.twinlane.bench.contender.Launch;
import io.twinlane.bench.contender.Server;
import io.twinlane.bench.measure.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that are larger than the heap of the suite, 256 MiB, sent to several clients at once.
 *
 * <p>At length: {@code mvn verify -Dit.test=LargeTableIT -Dtest=NoneAtAll
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * -Dstream.megabytes=1024}
 */
class LargeTableIT {

  private static final long ROWS = 1_000 * Long.getLong("stream.megabytes", 300);
  private static final int CLIENTS = 2;

  /** The heap, what the JVM itself takes, and what is on its way. */
  private static final double RESIDENT_MEBIBYTES_MAX = 512;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void whatIsLargerThanTheHeapIsSentToItsEnd(@TempDir Path folder) {
    try (MigratedDatabase database = new MigratedDatabase()) {
      database.execute(
          "create unlogged table large as select i as id, repeat(md5(i::text), 31) as filling"
              + " from generate_series(1, "
              + ROWS
              + ") i");
      try (Server suite =
          Server.start(Launch.suite("large", folder, database.settings(), List.of()))) {
        CompletableFuture<?>[] clients =
            IntStream.range(0, CLIENTS)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> readAll(suite.port())))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(clients).join();

        double most = Memory.mostResidentMebibytes(suite.process());
        System.out.printf(
            "streamed: %d rows of 1,000 bytes to each of %d clients; %.0f MiB resident at most%n",
            ROWS, CLIENTS, most);
        assertThat(Double.isNaN(most) ? 0 : most).isLessThan(RESIDENT_MEBIBYTES_MAX);
      }
    }
  }

  private static void readAll(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rest/v1/large"))
            .header("Accept", "application/x-ndjson")
            .build();
    try {
      HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      try (InputStream body = response.body()) {
        assertThat(lines(body)).isEqualTo(ROWS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long lines(InputStream body) throws IOException {
    byte[] piece = new byte[1 << 16];
    long lines = 0;
    for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
      for (int i = 0; i < length; i++) {
        lines += piece[i] == '\n' ? 1 : 0;
      }
    }
    return lines;
  }
}
