package io.twinlane.gateway.rest;

import io.twinlane.gateway.openapi.Description;
import io.twinlane.gateway.openapi.OpenApi;
import io.twinlane.gateway.openapi.Swagger;
import io.twinlane.schema.service.Version;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a read of the base path with the description of what the client may do: in Swagger 2.0
 * where {@code application/openapi+json} is asked for, as PostgREST's tools do, in OpenAPI 3.1
 * otherwise.
 */
final class Root {

  private static final String BASE = Call.BASE.substring(0, Call.BASE.length() - 1);

  private final RestSettings settings;
  private final Preparation preparation;
  private final Asking asking;

  Root(RestSettings settings, Preparation preparation, Asking asking) {
    this.settings = settings;
    this.preparation = preparation;
    this.asking = asking;
  }

  /** The forms that there are. */
  private record Form(String contentType, boolean swagger) {}

  Future<RestAnswer> answer(Client client) {
    Form form = form(AcceptHeader.parse(client.call().headers().get("Accept")));
    String own = settings.rootSpec();
    return own == null ? described(client, form) : ofFunction(client, form, own);
  }

  /** What a function of the team's says of the API. */
  private Future<RestAnswer> ofFunction(Client client, Form form, String name) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(client.call().headers());
    headers.remove("Accept");
    Call call = new Call(HttpMethod.GET, Call.BASE + "rpc/" + name, headers, Buffer.buffer());
    Client caller = client.asking(call);
    return preparation
        .prepared(call)
        .compose(planned -> asking.read(caller, planned).map(planned::answer))
        .map(answer -> {
          Map<String, String> typed = new LinkedHashMap<>(answer.headers());
          typed.put("Content-Type", form.contentType() + "; charset=utf-8");
          return new RestAnswer(answer.status(), typed, answer.body());
        });
  }

  private Future<RestAnswer> described(Client client, Form form) {
    String schema = settings.schema(client.call().headers().get("Accept-Profile"));
    return asking
        .describe(
            client, new Scope(schema, Optional.empty(), false), Description.statements(schema))
        .map(done -> {
          Description description =
              Description.of(done.results().get(0).body(), done.results().get(1).body());
          JsonObject document =
              form.swagger()
                  ? Swagger.of(description, Version.NUMBER, BASE)
                  : OpenApi.of(description, Version.NUMBER, BASE);
          Map<String, String> headers = new LinkedHashMap<>();
          headers.put("Content-Type", form.contentType() + "; charset=utf-8");
          headers.put("Vary", "Accept, Accept-Profile, Authorization");
          headers.put(
              "Cache-Control",
              CacheHeaders.control(CacheHeaders.credentials(client.call().headers())));
          return new RestAnswer(200, headers, document.toBuffer());
        });
  }

  private static Form form(AcceptHeader header) {
    return header.ranges().stream()
        .flatMap(range -> offered(range.type()).stream())
        .findFirst()
        .orElseThrow(() -> new RestException(Problem.mediaType(header.text())));
  }

  private static Optional<Form> offered(String type) {
    return switch (type) {
      case "application/openapi+json" -> Optional.of(new Form(type, true));
      case "application/vnd.oai.openapi+json" -> Optional.of(new Form(type, false));
      case "application/json", "application/*", "*/*" ->
          Optional.of(new Form("application/json", false));
      default -> Optional.empty();
    };
  }
}
