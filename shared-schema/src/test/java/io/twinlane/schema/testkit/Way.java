package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/** The way from a lane to PostgreSQL. */
public enum Way {
  DIRECT,
  THROUGH_PGBOUNCER;

  /** Whether what it needs is installed. */
  public boolean open() {
    return this == DIRECT || PgBouncer.installed();
  }

  /** Opens it to a database. */
  public Open to(TestDatabase database) {
    return switch (this) {
      case DIRECT -> new Open(database.url(), Optional.empty());
      case THROUGH_PGBOUNCER -> {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        try {
          PgBouncer pooler = PgBouncer.start(url, Files.createTempDirectory("pgbouncer"));
          yield new Open(pooler.url(url), Optional.of(pooler));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /**
   * A way that is open until it is closed.
   *
   * @param url the connection string
   * @param pooler what stands in between
   */
  public record Open(String url, Optional<PgBouncer> pooler) implements AutoCloseable {

    @Override
    public void close() {
      pooler.ifPresent(PgBouncer::close);
    }
  }
}
