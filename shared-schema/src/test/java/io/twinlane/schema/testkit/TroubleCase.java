package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to PostgreSQL that leads nowhere, and what an operator must read about it.
 *
 * @param name what is wrong
 * @param url the connection string, with HOST:PORT for the server of the case
 * @param onTlsServer whether it is the server with TLS, else the one without
 * @param words what must be said, besides place and user
 */
public record TroubleCase(String name, String url, boolean onTlsServer, List<String> words) {

  private static final String PASSWORD = "CaNaRy0x5eCrEt";

  /** Every case that needs no pooler. */
  public static Stream<TroubleCase> all() {
    return Stream.of(
        plain("nobody listens", "anyone@127.0.0.1:1/DB", "cannot be reached", "port", "firewall"),
        plain("no such host", "anyone@no-such-host.invalid:5432/DB", "no such host"),
        plain("no such database", "postgres@HOST:PORT/nowhere", "no database of that name"),
        plain("no room", "crowded@HOST:PORT/DB", "53300", "POOL_MAX", "pooler"),
        plain("no right", "stranger@HOST:PORT/DB", "42501", "Grant CONNECT"),
        plain("no TLS there", "postgres@HOST:PORT/DB?sslmode=require", "no TLS", "sslmode=disable"),
        tls("TLS wanted", "encrypted@HOST:PORT/postgres?sslmode=disable", "add sslmode=require"),
        tls("wrong password", "guarded@HOST:PORT/postgres", "28P01", "Check user and password"),
        tls(
            "certificate of nobody known",
            "anyone@HOST:PORT/postgres?sslmode=verify-full",
            "certificate",
            "sslrootcert"));
  }

  /** Makes the users of these cases in a database. */
  public static void prepare(TestDatabase plain) {
    String name = plain.name();
    plain.execute(
        """
        do $$ begin
          if not exists (select from pg_roles where rolname = 'crowded') then
            create role crowded login connection limit 0;
            create role stranger login;
          end if;
        end $$;
        revoke connect on database %s from public;
        grant connect on database %s to crowded;
        """
            .formatted(name, name));
  }

  /** The connection string, with a password that nothing may print. */
  public DatabaseUrl url(TlsServer tls, TestDatabase plain) {
    DatabaseUrl there = DatabaseUrl.parse(plain.url());
    return DatabaseUrl.parse(
        "postgres://"
            + url.replace("@", ":" + PASSWORD + "@")
                .replace("HOST", "127.0.0.1")
                .replace("PORT", Integer.toString(onTlsServer ? tls.port() : there.port()))
                .replace("DB", plain.name()));
  }

  public String password() {
    return PASSWORD;
  }

  @Override
  public String toString() {
    return name;
  }

  private static TroubleCase plain(String name, String url, String... words) {
    return new TroubleCase(name, url, false, List.of(words));
  }

  private static TroubleCase tls(String name, String url, String... words) {
    return new TroubleCase(name, url, true, List.of(words));
  }
}
