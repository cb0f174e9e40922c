package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers in media types that the team's own functions and aggregates make. */
class MediaIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "true"));
    suite.database.execute(
        """
        create domain "image/png" as bytea;
        create domain "text/tab-separated-values" as text;
        create table pictures (id int primary key, name text, bytes bytea);
        insert into pictures values (1, 'dot', '\\x89504e470d0a1a0a00ff'), (2, 'none', null);
        create function picture(id int) returns "image/png" language sql stable as
          'select bytes from pictures where pictures.id = picture.id';
        create function tsv_row(text, pictures) returns text language sql immutable as
          $$ select $1 || $2.id || E'\\t' || $2.name || E'\\n' $$;
        create function tsv_done(text) returns "text/tab-separated-values" language sql immutable as
          $$ select ($1)::"text/tab-separated-values" $$;
        create aggregate tsv (pictures) (sfunc = tsv_row, stype = text, initcond = '', finalfunc = tsv_done);
        """);
    RunningSuite.await(() -> bytes("/rest/v1/rpc/picture?id=1", "image/png").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void bytesGoOutAsTheyAre() {
    HttpResponse<byte[]> answer = bytes("/rest/v1/rpc/picture?id=1", "image/png");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(answer.body())
        .containsExactly(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff);
    assertThat(bytes("/rest/v1/rpc/picture?id=2", "image/png").body()).isEmpty();
  }

  @Test
  void anAggregateMakesTheBodyOfTheRows() {
    String type = "text/tab-separated-values";
    HttpResponse<String> answer = suite.get("/rest/v1/pictures?order=id", "Accept", type);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.body()).isEqualTo("1\tdot\n2\tnone\n");
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("0-1/*");
    HttpResponse<String> written =
        suite.post(
            "/rest/v1/pictures",
            "{\"id\":3,\"name\":\"new\"}",
            "Accept",
            type,
            "Prefer",
            "return=representation");
    assertThat(written.body()).isEqualTo("3\tnew\n");
    assertThat(suite.get("/rest/v1/pictures?order=id", "Accept", type).body()).endsWith("3\tnew\n");
    assertThat(suite.get("/rest/v1/users", "Accept", type).statusCode()).isEqualTo(406);
    suite.send("DELETE", "/rest/v1/pictures?id=eq.3", null);
  }

  private static HttpResponse<byte[]> bytes(String path, String type) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + suite.httpPort() + path))
              .header("Accept", type)
              .build(),
          BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
