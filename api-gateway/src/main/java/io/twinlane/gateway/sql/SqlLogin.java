package io.twinlane.gateway.sql;

import io.twinlane.gateway.auth.Bearer;
import io.twinlane.gateway.auth.Token;
import io.twinlane.gateway.auth.Tokens;
import io.twinlane.gateway.rest.RestSettings;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Session;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who asks: a user of PostgreSQL with a password, or the bearer of a token, whose role and claims
 * are those that REST would give.
 */
public final class SqlLogin {

  private static final String APPLICATION = "application_name";
  private static final String REFUSED = "28000";

  private final Tokens tokens;
  private final RestSettings rest;

  public SqlLogin(Tokens tokens, RestSettings rest) {
    this.tokens = tokens;
    this.rest = rest;
  }

  /**
   * One who asks.
   *
   * @param settings what policies may look at, by name
   */
  record Client(Session session, Identity identity, Map<String, String> settings) {

    Client {
      settings = Map.copyOf(settings);
    }
  }

  /** Done as soon as it can be said who asks. */
  Future<?> ready(MultiMap headers) {
    return headers.contains(HttpHeaders.AUTHORIZATION) && believes(headers)
        ? tokens.ready(token(headers))
        : Future.succeededFuture();
  }

  /**
   * Who asks.
   *
   * @throws SqlException if that cannot be said
   */
  Client client(ConnectionString connection, MultiMap headers) {
    if (headers.contains(HttpHeaders.AUTHORIZATION)) {
      return bearer(connection, headers);
    }
    if (connection.password().isEmpty()) {
      throw passwordMissing();
    }
    Session session =
        new Session(
            connection.database(), connection.user(), connection.password(), connection.settings());
    return new Client(session, Identity.ofLane(), Map.of());
  }

  /**
   * A function that runs before each request may be what keeps somebody out: it is not passed by.
   */
  private Client bearer(ConnectionString connection, MultiMap headers) {
    if (!believes(headers) || rest.preRequest() != null) {
      throw passwordMissing();
    }
    return switch (tokens.verify(token(headers))) {
      case Token.Valid valid -> {
        String acting = valid.role() == null ? rest.anonymousRole() : valid.role();
        if (acting == null) {
          throw refused("the token has no role");
        }
        yield new Client(
            session(connection),
            new Identity(acting),
            Map.of(
                "request.jwt.claims",
                valid.claimsAs(acting),
                "request.method",
                "POST",
                "request.path",
                "/sql"));
      }
      case Token.Refused refused -> throw refused(refused.why());
    };
  }

  /**
   * Of what the connection string asks, only how the client is called: settings could be a way out.
   */
  private static Session session(ConnectionString connection) {
    Map<String, String> settings = new HashMap<>(connection.settings());
    settings.keySet().retainAll(Set.of(APPLICATION));
    return new Session(connection.database(), "", "", settings);
  }

  /** Whether the token may be believed: where no keys are configured, only one of our own may. */
  private boolean believes(MultiMap headers) {
    return tokens.configured() || tokens.own(token(headers));
  }

  /** Whatever else may authorise is no token that anybody believes. */
  private static String token(MultiMap headers) {
    String token = Bearer.token(headers);
    return token == null ? "" : token;
  }

  private static SqlException refused(String why) {
    return new SqlException(SqlAnswer.error(SqlAnswer.BAD_REQUEST, REFUSED, why));
  }

  private static SqlException passwordMissing() {
    return SqlException.of("missing authentication credentials: required password");
  }
}
