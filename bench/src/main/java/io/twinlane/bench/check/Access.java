package io.twinlane.bench.check;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Encoded;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * As whom the clients come in: by a connection string to SQL over HTTP, and to REST with a token or
 * without one.
 *
 * @param database names user, password and database; whatever host it names, nothing connects to it
 * @param token for REST, where the installation asks for one
 */
public record Access(DatabaseUrl database, Optional<Secret> token) {

  static final String DIRECT = "/direct/sql";
  static final String SQL = "/sql";

  /** As {@code DATABASE_URL} and {@code CHECK_TOKEN} say, or files that are named likewise. */
  static Access of(Path workingCopy) {
    Environment env = Environment.ofProcess(workingCopy);
    Optional<DatabaseUrl> url = env.database("DATABASE_URL").map(source -> source.url());
    Optional<Secret> token = env.secret("CHECK_TOKEN");
    return env.check(() -> new Access(url.orElseThrow(), token));
  }

  Map<String, String> restHeaders() {
    return token
        .map(secret -> Map.of("Authorization", "Bearer " + secret.value()))
        .orElse(Map.of());
  }

  /** One statement; its values are bound as text. */
  Request sql(String path, String statement, Object... values) {
    return post(path, query(statement, values));
  }

  /** Several, in one transaction. */
  Request batch(List<JsonObject> queries) {
    return post(DIRECT, new JsonObject().put("queries", new JsonArray(queries)));
  }

  static JsonObject query(String statement, Object... values) {
    JsonArray bound = new JsonArray();
    for (Object value : values) {
      bound.add(value.toString());
    }
    return new JsonObject().put("query", statement).put("params", bound);
  }

  private Request post(String path, JsonObject body) {
    Map<String, String> headers = new HashMap<>();
    headers.put(
        "Neon-Connection-String",
        "postgres://%s:%s@localhost/%s"
            .formatted(
                Encoded.of(database.user()),
                Encoded.of(database.password().map(Secret::value).orElse("")),
                Encoded.of(database.database())));
    headers.put("Neon-Raw-Text-Output", "true");
    headers.put("Neon-Array-Mode", "true");
    return new Request(HttpMethod.POST, path, headers, body.encode());
  }
}
