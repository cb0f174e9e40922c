package io.twinlane.schema.settings;

import org.jspecify.annotations.Nullable;

/**
 * What an operator is told when a database cannot be used: where it happened and as whom, what
 * happened, and what to change. Never the password.
 *
 * <p>The SQLSTATEs are those of the PostgreSQL manual, appendix A.
 *
 * @param url the way that led there
 */
public record DatabaseTrouble(DatabaseUrl url) {

  /** PostgreSQL, or a pooler before it, refused with this SQLSTATE and these words. */
  public String refused(String sqlState, @Nullable String words) {
    return told(
        switch (sqlState) {
          case "08P01", "0A000" ->
              "the server does not accept what a session begins with (%s). If it is a pooler in"
                      .formatted(words)
                  + " transaction mode, add pgbouncer=true to the connection string.";
          case "26000", "42P05" ->
              "a prepared statement got lost or was there already (SQLSTATE %s), as happens behind"
                      .formatted(sqlState)
                  + " a pooler in transaction mode. Add pgbouncer=true to the connection string.";
          case "28P01" ->
              "it refuses the password of user %s (SQLSTATE 28P01). Check user and password."
                  .formatted(url.user());
          case "28000" -> notAllowed();
          case "3D000" ->
              "there is no database of that name (SQLSTATE 3D000). Create it, or name another.";
          case "42501" ->
              "user %s is not allowed to (SQLSTATE 42501: %s). Grant CONNECT on the database,"
                      .formatted(url.user(), words)
                  + " USAGE on the schema and what the lane needs: see docs/roles.md.";
          case "53300" ->
              "it has too many connections already (SQLSTATE 53300). Lower POOL_MAX, use a pooler,"
                  + " or raise max_connections.";
          case "57P01", "57P02", "57P03" ->
              "it is starting up or shutting down (SQLSTATE %s). It is tried again."
                  .formatted(sqlState);
          default -> "SQLSTATE " + sqlState + ": " + words;
        });
  }

  /** Nobody answers at that address and port. */
  public String unreachable() {
    return told(
        "it cannot be reached. Is PostgreSQL running there, is the port right, is it let through a"
            + " firewall?");
  }

  /** The host has no address. */
  public String unknownHost() {
    return told("no such host. Check the host name.");
  }

  /** The server speaks plain text only. */
  public String withoutTls() {
    return told(
        "it offers no TLS, and sslmode=%s asks for it. Turn on ssl at the server; on a network that"
                .formatted(url.tls().mode().word())
            + " you trust, sslmode=disable does without.");
  }

  /** The server's certificate is not one to trust, or not that of this host. */
  public String certificate(@Nullable String words) {
    return told(
        "its certificate is not trusted (%s). Give the certificate authority's in sslrootcert, or"
                .formatted(words)
            + " check the host name.");
  }

  /** Something else. */
  public String other(@Nullable String words) {
    return told(String.valueOf(words));
  }

  /** What pg_hba.conf does not allow is mostly a connection without TLS. */
  private String notAllowed() {
    return "it does not let user %s in from here (SQLSTATE 28000). %s"
        .formatted(
            url.user(),
            url.tls().mode().mayBePlain()
                ? "If it wants TLS, add sslmode=require."
                : "Check the user, or its certificate.");
  }

  private String told(String what) {
    return "PostgreSQL at %s as user %s: %s".formatted(url.place(), url.user(), what);
  }
}
