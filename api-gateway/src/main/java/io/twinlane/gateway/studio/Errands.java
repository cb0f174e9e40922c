package io.twinlane.gateway.studio;

import io.twinlane.gateway.auth.OwnKey;
import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.gateway.http.RequestId;
import io.twinlane.gateway.studio.LaneLogins.LaneLogin;
import io.twinlane.gateway.studio.Passing.Onward;
import io.twinlane.gateway.studio.StudioAudit.Passed;
import io.twinlane.gateway.studio.StudioSession.Acting;
import io.twinlane.schema.message.Address;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a session has done for it by the gateway: requests of REST as they are, and statements of
 * SQL over HTTP, each as the role that the session acts as.
 *
 * <p>Invariants: 1. Nothing that came with a request lets anybody in further on: the token is made
 * here. 2. Where the settings say so, nothing goes on that may write. 3. Nothing goes on as
 * somebody else than the page believes to act as.
 */
final class Errands {

  static final String REST = "/rest/v1/";

  private static final String API = "/studio/api";
  private static final int ID_BYTES = 6;
  private static final int PATH_LENGTH_MAX = 200;

  private final Terms terms;
  private final Passing passing;
  private final LaneLogins logins;
  private final OwnKey.Signer signer;
  private final StudioAudit audit;

  Errands(Terms terms, Passing passing, LaneLogins logins, OwnKey.Signer signer) {
    this.terms = terms;
    this.passing = passing;
    this.logins = logins;
    this.signer = signer;
    this.audit = new StudioAudit(terms.audited());
  }

  /**
   * What holds for all of them.
   *
   * @param open whether who brings no token acts as the lanes' own roles
   * @param sql whether there is SQL over HTTP for tokens
   */
  record Terms(boolean readOnly, boolean open, SqlUse sql, boolean audited) {}

  /** Whether there is SQL over HTTP for tokens. */
  enum SqlUse {
    YES,
    SWITCHED_OFF,
    /** A function runs before each request, which SQL would pass by. */
    PRE_REQUEST
  }

  /** Passes a request of REST on. */
  void rest(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (terms.readOnly() && !reads) {
      throw new StudioException(StudioProblem.readOnly());
    }
    String uri = request.uri().substring(API.length());
    checkPath(uri);
    Acting acting = Guard.acting(context);
    request.pause();
    StudioSession session = Guard.session(context);
    MultiMap headers = headers(request, session);
    if (reads) {
      // policies that look at settings see it: another one for each read would be another answer
      headers.set(RequestId.HEADER, "studio-" + session.name());
    }
    Passed passed = passed("rest", context, acting, headers);
    authorization(acting, lane(request, reads))
        .compose(token -> {
          if (!token.isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, token);
          }
          return passing.pass(context, new Onward(uri, headers, null));
        })
        .onComplete(done -> {
          if (!reads) {
            tell(passed, done);
          }
        })
        .onFailure(context::fail);
  }

  /** Where REST reads it: as whom that lane logs in. */
  private static Address lane(HttpServerRequest request, boolean reads) {
    boolean fresh = CacheDirectives.parse(request.getHeader(HttpHeaders.CACHE_CONTROL)).fresh();
    return reads && !fresh ? Address.QUERY : Address.WRITE;
  }

  /** Has a statement run on the CACHED lane. */
  void cached(RoutingContext context) {
    SqlQuestion question = question(context);
    if (question.write()) {
      throw new StudioException(StudioProblem.malformed("the CACHED lane does not write"));
    }
    sql(context, Address.QUERY, question.alone(), "/cached/sql");
  }

  /** Has a statement run on the DIRECT lane; it may write only if it says so. */
  void direct(RoutingContext context) {
    SqlQuestion question = question(context);
    if (question.write() && terms.readOnly()) {
      throw new StudioException(StudioProblem.readOnly());
    }
    JsonObject body =
        question.write()
            ? question.alone()
            : new JsonObject().put("queries", new JsonArray().add(question.alone()));
    sql(context, Address.WRITE, body, "/direct/sql");
  }

  private SqlQuestion question(RoutingContext context) {
    switch (terms.sql()) {
      case YES -> {}
      case SWITCHED_OFF -> throw new StudioException(StudioProblem.noSql());
      case PRE_REQUEST -> throw new StudioException(StudioProblem.preRequest());
    }
    return SqlQuestion.of(context.body().buffer());
  }

  private void sql(RoutingContext context, Address lane, JsonObject body, String path) {
    Acting acting = Guard.acting(context);
    MultiMap headers = headers(context.request(), Guard.session(context));
    headers.remove(HttpHeaders.CONTENT_LENGTH);
    headers.remove(HttpHeaders.CACHE_CONTROL);
    headers
        .set(HttpHeaders.CONTENT_TYPE, "application/json")
        .set("Neon-Raw-Text-Output", "true")
        .set("Neon-Array-Mode", "true");
    if (body.containsKey("queries")) {
      headers.set("Neon-Batch-Read-Only", "true");
    }
    Buffer sent = body.toBuffer();
    Passed passed = passed("sql", context, acting, headers);
    logins
        .of(lane)
        .compose(login -> {
          headers
              .set(HttpHeaders.AUTHORIZATION, bearer(acting, login))
              .set("Neon-Connection-String", connectionString(login));
          return passing.pass(context, new Onward(path, headers, sent));
        })
        .onComplete(done -> tell(passed, done))
        .onFailure(context::fail);
  }

  /** The host is nobody's: the path names the lane. */
  private static String connectionString(LaneLogin login) {
    String database = URLEncoder.encode(login.database(), StandardCharsets.UTF_8);
    return "postgres://studio@localhost/%s?application_name=twinlane-studio"
        .formatted(database.replace("+", "%20"));
  }

  /** Empty for who needs none, since everybody is the lanes' own role. */
  private Future<String> authorization(Acting acting, Address lane) {
    if (acting.role() != null) {
      return Future.succeededFuture("Bearer " + signer.token(acting.role(), acting.claims()));
    }
    return acting.nobody() && terms.open()
        ? Future.succeededFuture("")
        : logins.of(lane).map(login -> bearer(acting, login));
  }

  private String bearer(Acting acting, LaneLogin login) {
    String role = acting.role() == null ? login.user() : acting.role();
    return "Bearer " + signer.token(role, acting.claims());
  }

  /** The lanes' lines of the log have the same name for it. */
  private static MultiMap headers(HttpServerRequest request, StudioSession session) {
    return Passing.headers(request)
        .set(RequestId.HEADER, "studio-" + session.name() + "-" + Randoms.text(ID_BYTES));
  }

  /** As the access log has it. */
  private static String path(RoutingContext context) {
    String path = context.normalizedPath().substring(API.length());
    return path.substring(0, Math.min(path.length(), PATH_LENGTH_MAX));
  }

  /** As it is when it is asked: the session may be another's by the time of the answer. */
  private static Passed passed(
      String action, RoutingContext context, Acting acting, MultiMap headers) {
    return new Passed(
        action,
        Guard.session(context),
        acting.role(),
        String.valueOf(headers.get(RequestId.HEADER)),
        context.request().method().name(),
        path(context));
  }

  /** Also where no answer came: it may have been done. */
  private void tell(Passed passed, AsyncResult<Integer> done) {
    audit.passed(passed, done.result());
  }

  /** What means another path once dots are taken for what they mean would leave REST. */
  private static void checkPath(String uri) {
    String path = uri.split("[?#]", 2)[0];
    String lower = path.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/");
    boolean within =
        path.startsWith(REST)
            && !lower.contains("/./")
            && !lower.contains("/../")
            && !lower.endsWith("/.")
            && !lower.endsWith("/..")
            && path.indexOf('\\') < 0;
    if (!within) {
      throw new StudioException(StudioProblem.malformed("no path of REST"));
    }
  }
}
