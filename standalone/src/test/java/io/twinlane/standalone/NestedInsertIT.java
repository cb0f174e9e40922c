package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that come with the rows that belong to them. */
class NestedInsertIT {

  private static final String REPRESENTED = "nested=insert, return=representation";
  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "true"));
    suite.database.execute(
        """
        create table recipes (
          id int generated always as identity primary key, title text not null, code text unique default 'c' || random());
        create table steps (
          id serial primary key, recipe int not null references recipes, text text not null, minutes int default 5);
        create table tags (recipe_code text references recipes (code), word text not null check (word <> ''));
        create table letters (
          id uuid primary key default gen_random_uuid(), sender int constraint sent references recipes,
          receiver int constraint received references recipes);
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/letters").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void parentsComeWithTheirChildren() {
    // an answer that the insert must not leave as it was
    assertThat(suite.get("/rest/v1/steps?text=eq.boil").body()).isEqualTo("[]");
    assertThat(suite.get("/rest/v1/steps?text=eq.boil").body()).isEqualTo("[]");
    HttpResponse<String> answer =
        insert(
            "recipes?select=title,steps(text,minutes),tags(word)&order=title",
            """
            [{"title":"Tea","steps":[{"text":"boil"},{"text":"pour"}],"tags":[]},
             {"title":"Toast","steps":[],"tags":[{"word":"quick"},{"word":"dry"}]},
             {"title":"Water","steps":null,"tags":[]}]
            """);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Preference-Applied").orElse("")).contains("nested");
    assertThat(new JsonArray(answer.body()))
        .isEqualTo(
            new JsonArray(
                """
                [{"title":"Tea","steps":[{"text":"boil","minutes":5},{"text":"pour","minutes":5}],"tags":[]},
                 {"title":"Toast","steps":[],"tags":[{"word":"quick"},{"word":"dry"}]},
                 {"title":"Water","steps":[],"tags":[]}]
                """));
    assertThat(suite.get("/rest/v1/steps?text=eq.boil").body()).contains("boil");
  }

  @Test
  void whatTheBodySaysCounts() {
    HttpResponse<String> answer =
        insert(
            "recipes?select=code,tags(recipe_code)",
            "{\"title\":\"Own\",\"code\":\"own\",\"tags\":[{\"word\":\"a\"}]}");
    assertThat(answer.body())
        .isEqualTo("[{\"code\":\"own\",\"tags\":[{\"recipe_code\":\"own\"}]}]");
  }

  @Test
  void aKeyThatPostgresqlAlwaysMakesIsNotTheClients() {
    HttpResponse<String> answer =
        insert("recipes", "{\"id\":77,\"title\":\"Own\",\"steps\":[{\"text\":\"a\"}]}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("428C9");
  }

  @Test
  void allOrNothingIsInserted() {
    HttpResponse<String> answer =
        insert(
            "recipes",
            "[{\"title\":\"First\",\"tags\":[{\"word\":\"a\"}]},{\"title\":\"Second\",\"tags\":[{\"word\":\"\"}]}]");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("23514");
    assertThat(suite.get("/rest/v1/recipes?title=eq.First").body()).isEqualTo("[]");
  }

  @Test
  void withoutARepresentationTheRowsAreThereAsWell() {
    HttpResponse<String> answer =
        suite.post(
            "/rest/v1/recipes",
            "{\"title\":\"Quiet\",\"steps\":[{\"text\":\"wait\",\"minutes\":1}]}",
            "Prefer",
            "nested=insert, return=headers-only");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEmpty();
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(suite.get("/rest/v1" + location + "&select=title,steps(text)").body())
        .isEqualTo("[{\"title\":\"Quiet\",\"steps\":[{\"text\":\"wait\"}]}]");
  }

  @Test
  void aForeignKeyIsNamedWhereThereAreSeveral() {
    assertThat(insert("recipes", "{\"title\":\"x\",\"letters\":[{}]}").statusCode()).isEqualTo(400);
    HttpResponse<String> answer =
        insert(
            "recipes?select=title,letters!sent(receiver)",
            "{\"title\":\"x\",\"sent\":[{\"receiver\":null}]}");
    assertThat(answer.body()).isEqualTo("[{\"title\":\"x\",\"letters\":[{\"receiver\":null}]}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nested=insert | {\"title\":\"x\",\"steps\":[{\"text\":\"a\"},{\"minutes\":1}]} | PGRST102",
        "nested=insert | {\"title\":\"x\",\"steps\":{\"text\":\"a\"}} | PGRST102",
        "nested=insert | {\"title\":\"x\",\"steps\":[1]} | PGRST102",
        "nested=insert | {\"title\":\"x\",\"steps\":[{\"nope\":1}]} | PGRST204",
        "nested=insert | {\"title\":\"x\",\"steps\":[{\"recipe\":1}]} | PGRST204",
        "nested=insert | {\"title\":\"x\",\"nowhere\":[{\"nope\":1}]} | PGRST204",
        "nested=insert, resolution=merge-duplicates | {\"title\":\"x\",\"steps\":[]} | TWL007",
        "return=minimal | {\"title\":\"x\",\"steps\":[{\"text\":\"a\"}]} | PGRST204",
      })
  void whatCannotBeInsertedIsRefused(String prefer, String body, String code) {
    HttpResponse<String> answer = suite.post("/rest/v1/recipes", body, "Prefer", prefer);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(code);
  }

  private static HttpResponse<String> insert(String path, String body) {
    return suite.post("/rest/v1/" + path, body, "Prefer", REPRESENTED);
  }
}
