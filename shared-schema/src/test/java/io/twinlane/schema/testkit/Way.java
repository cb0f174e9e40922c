package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from a lane to PostgreSQL. */
public enum Way {
  DIRECT,
  THROUGH_PGBOUNCER;

  private static final Logger LOG = LoggerFactory.getLogger(Way.class);

  /** The ways that this machine has what is needed for; says so if one is left out. */
  public static List<Way> installed() {
    if (PgBouncer.installed()) {
      return List.of(values());
    }
    LOG.warn("PgBouncer is not installed: nothing is tested through it");
    return List.of(DIRECT);
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
