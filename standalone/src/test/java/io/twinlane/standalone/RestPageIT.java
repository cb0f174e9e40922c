package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/rest.md shows is true of the product's tables with their seeds. */
class RestPageIT {

  private static final Pattern READ = Pattern.compile("`(GET|HEAD) (/rest/v1/[^`…]*)`");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(http|sql)\n(.*?)^```$");
  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("DB_AGGREGATES_ENABLED", "true", "CACHE_ENABLED", "true"));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/rest.md"));
  }

  static Stream<String> reads() throws IOException {
    return READ.matcher(page())
        .results()
        .map(read -> read.group(1) + " " + read.group(2))
        .filter(read -> !read.contains("{") && !read.contains("/rpc/name"));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void whatIsReadIsThere(String read) {
    String[] words = read.split(" ", 2);
    assertThat(suite.send(words[0], words[1].replace(">", "%3E"), null).statusCode())
        .isIn(200, 206);
  }

  /** The blocks in their order: what one writes, the next may change. */
  @Test
  void eachBlockGetsTheAnswerThatItShows() throws IOException {
    int answers = 0;
    for (MatchResult block : BLOCK.matcher(page()).results().toList()) {
      if (block.group(1).equals("sql")) {
        suite.database.execute(block.group(2));
      } else {
        answered(block.group(2));
        answers++;
      }
    }
    assertThat(answers).isGreaterThan(9);
  }

  private static void answered(String block) {
    Matcher parts =
        Pattern.compile(
                "(\\w+) (\\S+)\n((?:[\\w-]+: .*\n)*)(?:\n(?!HTTP)((?s:.*?))\n)?\nHTTP/1.1 (\\d+)\n((?:[A-Z][\\w-]+: .*\n)*)((?s:.*))")
            .matcher(block);
    assertThat(parts.matches()).as(block).isTrue();
    List<String> headers = new ArrayList<>();
    parts.group(3).lines().forEach(line -> headers.addAll(List.of(line.split(": ", 2))));
    HttpResponse<String> answer =
        answer(() ->
            suite.send(
                parts.group(1), parts.group(2), parts.group(4), headers.toArray(String[]::new)));
    assertThat(answer.statusCode())
        .as(block + answer.body())
        .isEqualTo(Integer.parseInt(parts.group(5)));
    parts
        .group(6)
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(
            line -> assertThat(answer.headers().allValues(line[0])).as(block).contains(line[1]));
    if (!parts.group(7).isBlank()) {
      assertThat(answer.body()).isEqualTo(parts.group(7).strip());
    }
  }

  /**
   * A catalog that was read a moment ago is not read again, and what the page has just made may be
   * younger: nothing was executed then.
   */
  private static HttpResponse<String> answer(Supplier<HttpResponse<String>> asked) {
    HttpResponse<String> answer = asked.get();
    for (int i = 0; i < 10 && answer.body().contains("in the schema cache"); i++) {
      pause();
      answer = asked.get();
    }
    return answer;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
