package io.twinlane.gateway.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A description as a document of Swagger 2.0, which tools of PostgREST's ask for. */
public final class Swagger implements Operations.Words {

  private Swagger() {}

  /**
   * The document.
   *
   * @param version of what serves the API
   * @param base the path that the API begins with
   */
  public static JsonObject of(Description description, String version, String base) {
    Swagger words = new Swagger();
    JsonArray media =
        new JsonArray()
            .add("application/json")
            .add("application/vnd.pgrst.object+json")
            .add("text/csv");
    JsonObject token =
        new JsonObject()
            .put("type", "apiKey")
            .put("in", "header")
            .put("name", "Authorization")
            .put("description", "Add the token prepending \"Bearer \" (without quotes) to it");
    return new JsonObject()
        .put("swagger", "2.0")
        .put("info", DocumentInfo.of(description, version))
        .put("basePath", base)
        .put("consumes", media)
        .put("produces", media)
        .put("paths", Operations.paths(description, words))
        .put("definitions", JsonSchema.all(description))
        .put("securityDefinitions", new JsonObject().put("JWT", token))
        .put("security", new JsonArray().add(new JsonObject().put("JWT", new JsonArray())));
  }

  @Override
  public JsonObject parameter(String in, String name, String description) {
    return new JsonObject()
        .put("name", name)
        .put("in", in)
        .put("description", description)
        .put("type", "string");
  }

  @Override
  public void body(JsonObject operation, JsonObject schema) {
    operation
        .getJsonArray("parameters")
        .add(new JsonObject().put("name", "body").put("in", "body").put("schema", schema));
  }

  @Override
  public JsonObject answer(String description, JsonObject schema) {
    JsonObject answer = new JsonObject().put("description", description);
    return schema.isEmpty() ? answer : answer.put("schema", schema);
  }

  @Override
  public JsonObject reference(String table) {
    return new JsonObject().put("$ref", "#/definitions/" + DocumentInfo.pointer(table));
  }
}
