package io.twinlane.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Tls.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "postgres://me:pw@db.example.com:6543/app,           db.example.com, 6543, app,  me,   pw",
        "postgresql://me:pw@localhost/app,                   localhost,      5432, app,  me,   pw",
        "postgres://me:pw@[::1]:5433/app,                    ::1,            5433, app,  me,   pw",
        "postgres://me:a+b/c=@h/app,                         h,              5432, app,  me,   a+b/c=",
        "postgres://me:a%40b%3Ac%2F@h/app,                   h,              5432, app,  me,   a@b:c/",
        "postgres://me%40corp:p:w@h/my%20app,                h,              5432, my app, me@corp, p:w",
        "postgres://me:p@ss@h/app,                           h,              5432, app,  me,   p@ss",
        "POSTGRES://me:pw@h/app?sslmode=require,             h,              5432, app,  me,   pw"
      })
  void aConnectionStringIsTakenApart(
      String text, String host, int port, String database, String user, String password) {
    DatabaseUrl url = DatabaseUrl.parse(text);

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.database()).isEqualTo(database);
    assertThat(url.user()).isEqualTo(user);
    assertThat(url.password()).contains(new Secret(password));
  }

  @Test
  void aUserCalledLikeTwinlanesOwnSchemaStillFindsItsTablesInPublic() {
    assertThat(DatabaseUrl.parse("postgres://twinlane@h/d").settings())
        .isEqualTo(Map.of("search_path", "public"));
    assertThat(DatabaseUrl.parse("postgres://twinlane@h/d?search_path=shop").settings())
        .isEqualTo(Map.of("search_path", "shop"));
    assertThat(DatabaseUrl.parse("postgres://twin@h/d").settings()).isEmpty();
  }

  @Test
  void aPasswordMayBeAbsentAndIsThenNotMadeUp() {
    assertThat(DatabaseUrl.parse("postgres://me@h/app").password()).isEmpty();
  }

  @Test
  void parametersAreUnderstood() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://me:pw@h/app?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=c.pem&sslkey=k.pem"
                + "&application_name=a%20b&schema=shop&options=-c%20work_mem%3D8MB"
                + "&connection_limit=20&pool_timeout=30&connect_timeout=10&statement_timeout=30s"
                + "&pgbouncer=true&channel_binding=require");

    assertThat(url.tls())
        .isEqualTo(
            new Tls(
                Mode.VERIFY_FULL,
                Optional.of(Path.of("/ca.pem")),
                Optional.of(new Tls.Client(Path.of("c.pem"), Path.of("k.pem")))));
    assertThat(url.settings())
        .isEqualTo(
            Map.of("application_name", "a b", "search_path", "shop", "options", "-c work_mem=8MB"));
    assertThat(url.limits())
        .isEqualTo(
            new DatabaseUrl.Limits(
                Optional.of(20),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(Duration.ofSeconds(30)),
                true));
  }

  @ParameterizedTest
  @CsvSource({"30s,30000", "5000,5000", "250ms,250", "2min,120000", "1h,3600000", "1500000us,1500"})
  void aStatementTimeoutHasAUnit(String text, long millis) {
    assertThat(DatabaseUrl.parse("postgres://me@h/app?statement_timeout=" + text).limits())
        .extracting(limits -> limits.statementTimeout().orElseThrow().toMillis())
        .isEqualTo(millis);
  }

  @Test
  void aPoolTimeoutOfZeroIsStillALimit() {
    assertThat(DatabaseUrl.parse("postgres://me@h/app?pool_timeout=0").limits().waitTimeout())
        .contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
  void everySslmodeOfLibpqIsKnown(String mode) {
    assertThat(DatabaseUrl.parse("postgres://me@h/app?sslmode=" + mode).tls().mode().word())
        .isEqualTo(mode);
  }

  @Test
  void withoutAnSslmodeItIsAsInLibpq() {
    assertThat(DatabaseUrl.parse("postgres://me@h/app").tls().mode()).isEqualTo(Mode.PREFER);
  }

  @Test
  void toolsGetItWithoutWhatTheyRefuse() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://me:a+b/c=@h/app?sslmode=require&connection_limit=5&pgbouncer=true"
                + "&search_path=a,b&application_name=x&statement_timeout=3s");

    assertThat(url.forTools().value())
        .isEqualTo(
            "postgresql://me:a%2Bb%2Fc%3D@h:5432/app?application_name=x"
                + "&options=-c%20search_path%3Da%2Cb&sslmode=require");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://me:SECRET@h/app               | is not PostgreSQL",
        "libsql://me:SECRET@h/app              | is not PostgreSQL",
        "prisma+postgres://me:SECRET@h/app     | not PostgreSQL's own protocol",
        "me:SECRET@h/app                       | must start with postgres://",
        "postgres://h/app                      | names no user",
        "postgres://:SECRET@h/app              | names no user",
        "postgres://me:SECRET@h                | names no database",
        "postgres://me:SECRET@h/               | names no database",
        "postgres://me:SECRET@/app             | names no host",
        "postgres://me:SECRET@a,b/app          | several hosts",
        "postgres://me:SECRET@%2Ftmp/app       | Unix-domain",
        "postgres://me:SECRET@[::1/app         | has no ]",
        "postgres://me:SECRET@h:x/app          | port is not a number",
        "postgres://me:SECRET@h:70000/app      | port must be from 1 to 65535",
        "postgres://me:SECRET@h:0/app          | port must be from 1 to 65535",
        "postgres://me:SECRET%zz@h/app         | password has a %",
        "postgres://me:SECRET%00@h/app         | password holds a NUL",
        "postgres://me:SECRET@h/app?sslmode=x         | sslmode is one of",
        "postgres://me:SECRET@h/app?sslcert=c.pem     | go together",
        "postgres://me:SECRET@h/app?connection_limit=0 | connection_limit must be",
        "postgres://me:SECRET@h/app?connect_timeout=5s | connect_timeout must be",
        "postgres://me:SECRET@h/app?statement_timeout=soon | statement_timeout must be",
        "postgres://me:SECRET@h/app?pgbouncer=yes     | pgbouncer must be true or false",
        "postgres://me:SECRET@h/app?channel_binding=x | channel_binding is supported as",
        "postgres://me:SECRET@h/app?user=a&user=b     | says user twice",
        "postgres://me:SECRET@h/app?conection_limit=5&SECRET!=1 | (one that is not a name), conection_limit"
      })
  void whatCannotBeUsedIsRefusedWithTheReasonAndWithoutThePassword(String text, String reason) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("SECRET");
  }

  /** Whatever stands there: a URL or a refusal, and never the password in any text. */
  @Test
  void noTextMakesAnythingElseOfIt() {
    Random random = new Random(20260101);
    String alphabet = "aZ0:@/?#[]%&=+,. \\\"'{}|^~é€\u0000";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder password = new StringBuilder("SECRET");
      for (int j = random.nextInt(8); j > 0; j--) {
        password.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      password.append("SECRET");
      String text =
          (random.nextInt(8) == 0 ? "mysql" : "postgres")
              + "://me:"
              + password
              + (random.nextInt(10) == 0 ? "" : "@h")
              + (random.nextInt(10) == 0 ? ":x" : ":5")
              + "/app?"
              + (random.nextBoolean() ? "sslmode=require" : "nonsense=" + password);
      String shown;
      try {
        DatabaseUrl url = DatabaseUrl.parse(text);
        shown = url + url.place() + url.password() + url.forTools();
      } catch (IllegalArgumentException e) {
        shown = String.valueOf(e.getMessage());
      }

      assertThat(shown).doesNotContain("SECRETSECRET").doesNotContain(password);
    }
  }

  /** As {@code openssl rand -base64 32} makes them. */
  @Test
  void aRandomPasswordInBase64NeedsNoEncoding() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String password = Base64.getEncoder().encodeToString(bytes);

      DatabaseUrl url = DatabaseUrl.parse("postgres://me:" + password + "@h:5433/app");

      assertThat(url.password()).contains(new Secret(password));
      assertThat(url.host()).isEqualTo("h");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://me:SECRET@h/app", "postgres://me:SECRET@[::1]:5433/app"})
  void itNeverPrintsThePassword(String text) {
    DatabaseUrl url = DatabaseUrl.parse(text);

    assertThat(url + url.place() + url.password()).doesNotContain("SECRET");
  }
}
