package io.twinlane.migrator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.schema.testkit.TlsCase;
import io.twinlane.schema.testkit.TlsCase.Outcome;
import io.twinlane.schema.testkit.TlsServer;
import io.twinlane.schema.testkit.TroubleCase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The migrator's way to PostgreSQL is as encrypted as the lanes'. */
class DatabaseIT {

  @TempDir private static Path folder;
  private static TlsServer server;
  private static TestDatabase plain;

  @BeforeAll
  static void start() {
    server = TlsServer.start(folder);
    plain = TestDatabase.create();
    TroubleCase.prepare(plain);
  }

  @AfterAll
  static void stop() {
    plain.close();
    server.close();
  }

  static Stream<TlsCase> cases() {
    return TlsCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConnectionIsAsEncryptedAsItWasAskedToBe(TlsCase tls) throws SQLException {
    assertThat(outcome(tls.url(server, plain))).isEqualTo(tls.outcome());
  }

  static Stream<TroubleCase> troubles() {
    return TroubleCase.all();
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void anOperatorReadsWhereAsWhomAndWhatToDo(TroubleCase trouble) {
    DatabaseUrl url = trouble.url(server, plain);

    assertThatThrownBy(() -> new Database(url).connect())
        .isInstanceOf(StartException.class)
        .message()
        .contains(url.place(), "as user " + url.user())
        .contains(trouble.words())
        .doesNotContain(trouble.password());
  }

  private static Outcome outcome(String url) throws SQLException {
    try (var connection = new Database(DatabaseUrl.parse(url)).connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      rows.next();
      return rows.getBoolean(1) ? Outcome.ENCRYPTED : Outcome.PLAIN;
    } catch (StartException e) {
      return Outcome.REFUSED;
    }
  }
}
