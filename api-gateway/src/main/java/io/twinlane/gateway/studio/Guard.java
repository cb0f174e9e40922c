package io.twinlane.gateway.studio;

import io.twinlane.gateway.studio.StudioSession.Acting;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands before every request: browsers are told what no page may do with the answers, and
 * names of elsewhere, pages of elsewhere and who is not logged in are turned away.
 */
final class Guard {

  private static final String SESSION = "studio.session";
  private static final String CSRF = "X-Studio-Csrf";
  private static final String ACTING = "X-Studio-Acting";
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final String ANY = "*";

  /** Nothing that is answered is a page, whatever somebody calls it. */
  private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox";

  private static final String PERMISSIONS =
      "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(),"
          + " fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(),"
          + " midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(),"
          + " screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

  private final List<String> hosts;
  private final StudioSessions sessions;
  private final Cookie cookie;

  Guard(List<String> hosts, StudioSessions sessions, Cookie cookie) {
    this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    this.sessions = sessions;
    this.cookie = cookie;
  }

  /** Whose request it is, once {@link #knowing} has let it pass. */
  static StudioSession session(RoutingContext context) {
    StudioSession session = context.get(SESSION);
    return Objects.requireNonNull(session);
  }

  /**
   * As whom a request is meant. Turned away is one that does not show to know as whom the session
   * acts: tabs of a browser share a session, and another one may have changed that.
   */
  static Acting acting(RoutingContext context) {
    StudioSession session = session(context);
    if (!session.mark().equals(context.request().getHeader(ACTING))) {
      throw new StudioException(StudioProblem.acting());
    }
    return session.acting();
  }

  /** Tells browsers what holds for each answer. */
  static void protect(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", NO_PAGE)
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Permissions-Policy", PERMISSIONS);
    context.next();
  }

  /** Turns away names of elsewhere: a page there may have had one of them lead here. */
  void namedRight(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    if (!LOOPBACK.contains(host) && !hosts.contains(ANY) && !hosts.contains(host)) {
      throw new StudioException(StudioProblem.host());
    }
    context.next();
  }

  /** Turns away what pages of elsewhere ask. */
  static void ownPage(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean get = request.method().equals(HttpMethod.GET);
    String site = request.getHeader("Sec-Fetch-Site");
    boolean near = site == null || site.equals("same-origin") || (get && site.equals("none"));
    if (!near || !ownOrigin(request, request.getHeader(HttpHeaders.ORIGIN))) {
      throw new StudioException(StudioProblem.origin());
    }
    context.next();
  }

  private static boolean ownOrigin(HttpServerRequest request, @Nullable String origin) {
    HostAndPort authority = request.authority();
    if (origin == null || authority == null) {
      return origin == null;
    }
    String host = authority.toString();
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }

  /** Turns away who is not logged in, and whatever is not the page in the name of who is. */
  void knowing(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<StudioSession> found = sessions.of(cookie.of(request));
    if (found.isEmpty()) {
      HttpServerResponse response = context.response();
      response.putHeader("X-Studio-Session", "none");
      throw new StudioException(StudioProblem.noSession());
    }
    StudioSession session = found.get();
    String shown = request.getHeader(CSRF);
    if (!request.method().equals(HttpMethod.GET)
        && (shown == null || !Randoms.same(shown, session.csrf()))) {
      throw new StudioException(StudioProblem.csrf());
    }
    session.stream(context.response());
    context.put(SESSION, session);
    context.next();
  }
}
