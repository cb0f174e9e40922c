package io.twinlane.migrator.backup;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How PostgreSQL's tools are told which database to use: by variables of their own environment, so
 * that no password stands in a list of processes, and by no other {@code PG…} variables.
 */
final class ToolEnvironment {

  /** Where systems keep the certificates that they trust; older tools do not look there. */
  private static final List<Path> TRUSTED =
      Stream.of(
              "/etc/ssl/certs/ca-certificates.crt",
              "/etc/pki/tls/certs/ca-bundle.crt",
              "/etc/ssl/cert.pem")
          .map(Path::of)
          .toList();

  private ToolEnvironment() {}

  /** Has a child's environment lead to a database. */
  static void lead(Map<String, String> environment, DatabaseUrl url) {
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("PGHOST", url.host());
    environment.put("PGPORT", Integer.toString(url.port()));
    environment.put("PGDATABASE", url.database());
    environment.put("PGUSER", url.user());
    url.password().ifPresent(secret -> environment.put("PGPASSWORD", secret.value()));
    environment.put(
        "PGAPPNAME", url.settings().getOrDefault("application_name", "twinlane-backup"));
    // the tools set every other setting that matters to them, such as the search path
    Optional.ofNullable(url.settings().get("options"))
        .ifPresent(options -> environment.put("PGOPTIONS", options));
    url.limits()
        .connectTimeout()
        .ifPresent(time -> environment.put("PGCONNECT_TIMEOUT", Long.toString(time.toSeconds())));
    putTls(environment, url.tls());
  }

  private static void putTls(Map<String, String> environment, Tls tls) {
    environment.put("PGSSLMODE", tls.mode().word());
    root(tls).ifPresent(file -> environment.put("PGSSLROOTCERT", file.toString()));
    tls.client()
        .ifPresent(client -> {
          environment.put("PGSSLCERT", client.certificate().toString());
          environment.put("PGSSLKEY", client.key().toString());
        });
  }

  private static Optional<Path> root(Tls tls) {
    return switch (tls.mode()) {
      case DISABLE, ALLOW, PREFER, REQUIRE -> tls.rootCertificate();
      case VERIFY_CA, VERIFY_FULL ->
          tls.rootCertificate().or(() -> TRUSTED.stream().filter(Files::isReadable).findFirst());
    };
  }

  /** The database of a URL as an argument; a name with odd letters means nothing else. */
  static String argument(DatabaseUrl url) {
    String name = url.database().replace("\\", "\\\\").replace("'", "\\'");
    return "--dbname=dbname='" + name + "'";
  }
}
