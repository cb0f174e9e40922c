package io.twinlane.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.DatabaseUrl.Tls.Mode;
import java.util.Map;
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
  void aPasswordMayBeAbsentAndIsThenNotMadeUp() {
    assertThat(DatabaseUrl.parse("postgres://me@h/app").password()).isEmpty();
  }

  @Test
  void parametersAreUnderstood() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://me:pw@h/app?sslmode=verify-full&sslrootcert=/ca.pem&application_name=a%20b");

    assertThat(url.tls().mode()).isEqualTo(Mode.VERIFY_FULL);
    assertThat(url.tls().rootCertificate())
        .hasValueSatisfying(path -> assertThat(path).hasToString("/ca.pem"));
    assertThat(url.settings()).containsExactly(Map.entry("application_name", "a b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://me:SECRET@h/app               | is not PostgreSQL",
        "libsql://me:SECRET@h/app              | is not PostgreSQL",
        "me:SECRET@h/app                       | must start with postgres://",
        "postgres://h/app                      | names no user",
        "postgres://:SECRET@h/app              | names no user",
        "postgres://me:SECRET@h                | names no database",
        "postgres://me:SECRET@/app             | names no host",
        "postgres://me:SECRET@a,b/app          | several hosts",
        "postgres://me:SECRET@h:x/app          | port is not a number",
        "postgres://me:SECRET@h:70000/app      | port must be from 1 to 65535",
        "postgres://me:SECRET%zz@h/app         | password has a %",
        "postgres://me:SECRET@h/app?sslmode=prefer    | falls back to plain text",
        "postgres://me:SECRET@h/app?sslmode=x         | not one that libpq knows",
        "postgres://me:SECRET@h/app?conection_limit=5 | not known: conection_limit"
      })
  void whatCannotBeUsedIsRefusedWithTheReasonAndWithoutThePassword(String text, String reason) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://me:SECRET@h/app", "postgres://me:SECRET@[::1]:5433/app"})
  void itNeverPrintsThePassword(String text) {
    DatabaseUrl url = DatabaseUrl.parse(text);

    assertThat(url + url.place() + url.password()).doesNotContain("SECRET");
  }
}
