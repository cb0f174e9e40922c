package io.twinlane.standalone;

import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Encoded;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees once everything runs: within a screenful, all that is needed to go on.
 *
 * @param suite what runs
 * @param database where the data are
 * @param folder the embedded server's folder; null if the database is somebody's own
 */
record Banner(Suite suite, Database database, @Nullable Path folder) {

  /**
   * Prints it.
   *
   * @param studio the link that lets somebody in once; empty if there is no Studio
   */
  void print(SchemaFolder schema, Optional<String> studio) {
    String url = "http://127.0.0.1:" + suite.httpPort();
    String table = database.firstWithRows(schema.declaredTables()).orElse("TABLE");
    System.out.printf(
        """

        Twinlane is running.

          API         %s/rest/v1
          try it      curl '%s/rest/v1/%s?limit=3'
          SQL         %s/sql for @neondatabase/serverless, Drizzle, Kysely, Prisma
            cached    %s
            direct    %s
          endpoints   curl %s/api
          health      curl http://127.0.0.1:%d/health/ready
          studio      %s
          database    %s
          data        %s
          stop        Ctrl-C

        """,
        url,
        url,
        table,
        url,
        client("cached"),
        client("direct"),
        url,
        suite.managementPort(),
        studio.map(link -> link + " (once; then ./twinlane studio)").orElse("off"),
        database.url(),
        folder == null ? "yours; nothing is kept here" : folder + " (empty it with --fresh)");
  }

  /** What a client of SQL over HTTP connects with; the host's name chooses the lane. */
  private String client(String lane) {
    DatabaseUrl url = database.url();
    String password =
        folder == null ? "PASSWORD" : url.password().map(Secret::value).orElse("PASSWORD");
    return "postgres://%s:%s@%s.localhost/%s"
        .formatted(Encoded.of(url.user()), password, lane, Encoded.of(url.database()));
  }
}
