package io.twinlane.gateway.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A description as a document of OpenAPI 3.1. */
public final class OpenApi implements Operations.Words {

  private static final String JSON = "application/json";

  private OpenApi() {}

  /**
   * The document.
   *
   * @param version of what serves the API
   * @param base the path that the API begins with
   */
  public static JsonObject of(Description description, String version, String base) {
    OpenApi words = new OpenApi();
    JsonObject bearer =
        new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put("info", DocumentInfo.of(description, version))
        .put("servers", new JsonArray().add(new JsonObject().put("url", base)))
        .put("paths", Operations.paths(description, words))
        .put(
            "components",
            new JsonObject()
                .put("schemas", JsonSchema.all(description))
                .put("securitySchemes", new JsonObject().put("JWT", bearer)))
        .put(
            "security",
            new JsonArray()
                .add(new JsonObject())
                .add(new JsonObject().put("JWT", new JsonArray())));
  }

  @Override
  public JsonObject parameter(String in, String name, String description) {
    return new JsonObject()
        .put("name", name)
        .put("in", in)
        .put("description", description)
        .put("schema", new JsonObject().put("type", "string"));
  }

  @Override
  public void body(JsonObject operation, JsonObject schema) {
    operation.put("requestBody", new JsonObject().put("content", content(schema)));
  }

  @Override
  public JsonObject answer(String description, JsonObject schema) {
    JsonObject answer = new JsonObject().put("description", description);
    return schema.isEmpty() ? answer : answer.put("content", content(schema));
  }

  @Override
  public JsonObject reference(String table) {
    return new JsonObject().put("$ref", "#/components/schemas/" + DocumentInfo.pointer(table));
  }

  private static JsonObject content(JsonObject schema) {
    return new JsonObject().put(JSON, new JsonObject().put("schema", schema));
  }
}
