package io.twinlane.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.settings.Environment;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is planned once for many requests is what each of them would have been planned as. */
class PlanMemoTest {

  private static final RequestParser PARSER =
      new RequestParser(RestSettings.from(Environment.of(Map.of())));

  private final PlanMemo memo = new PlanMemo();
  private int planned;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=eq.%s",
        "select=*&id=eq.%s",
        "select=id,status&id=eq.%s&order=id.desc&limit=10",
        "id=gte.%s&id=lt.9&status=neq.x-1",
        "status=eq.%s&or=(id.eq.1,id.eq.2)",
        "data-%3E%3Ea=eq.%s",
        "data->a->>0=lte.%s",
        "status=gt.%s&status=lte.%s",
        "limit=7&offset=3&id=neq.%s",
      })
  void whatDiffersInItsValuesIsPlannedOnce(String query) {
    ask(query.replace("%s", "1"));
    ask(query.replace("%s", "22"));
    int before = planned;

    for (String value : List.of("3", "", "null", "true", "a-b_c.d~e:f", "-1.5", "NULL", "eq.5")) {
      String other = query.replace("%s", value);

      assertThat(ask(other)).as(other).isEqualTo(fresh(other));
    }

    assertThat(planned).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order=eq.asc            | order=eq.desc",
        "id=eq.1&order=id.asc    | id=eq.2&order=id.desc",
        "id=eq.1&limit=5         | id=eq.1&limit=6",
        "id=eq.1                 | id=neq.1",
        "id=eq.1                 | status=eq.1",
        "status=eq.a%20b         | status=eq.c%20d",
        "status=eq.a+b           | status=eq.c+d",
        "status=eq.%2a           | status=eq.%2b",
        "status=like.a*          | status=like.b%",
        "status=in.(a,b)         | status=in.(c)",
        "paid=is.true            | paid=is.false",
        "id=eq.1&select=id       | id=eq.1&select=status",
      })
  void whatDiffersInAnythingElseIsPlannedByItself(String one, String other) {
    for (int times = 0; times < 3; times++) {
      askIfItCan(one);
    }

    assertThat(askIfItCan(other)).isEqualTo(freshIfItCan(other));
  }

  @Test
  void aValueThatLooksLikeAMarkIsAValue() {
    for (String value : List.of("1", "-twinlane-mark-0-", "-twinlane-mark-1-", "x", "y")) {
      String query = "status=eq." + value + "&status=neq.-twinlane-mark-0-";

      assertThat(ask(query)).isEqualTo(fresh(query));
    }
  }

  @Test
  void otherTagsAndOtherHeadersAreNotMixedUp() {
    for (int i = 0; i < 5; i++) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      headers.add("If-None-Match", "\"tag" + i + "\"");
      headers.add("Prefer", i % 2 == 0 ? "timezone=UTC" : "timezone=Europe/Zurich");
      Call call = call("id=eq." + i, headers);

      assertThat(Seen.of(ask(call))).isEqualTo(Seen.of(plan(call)));
      assertThat(ask(call).request().terms().ifNoneMatch()).isEqualTo("\"tag" + i + "\"");
    }
  }

  @Test
  void anotherCatalogForgetsAll() {
    ask("id=eq.1");
    ask("id=eq.2");

    assertThat(memo.find(Tables.catalog(), PlanMemo.asked(call("id=eq.3")))).isNull();
  }

  @Test
  void requestsOfAnyKindInAnyOrderAreWhatTheyWouldBeAlone() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder query = new StringBuilder();
      for (int parts = random.nextInt(4); parts >= 0; parts--) {
        query.append(query.isEmpty() ? "" : "&").append(part(random));
      }

      String asked = query.toString();
      assertThat(askIfItCan(asked)).as(asked).isEqualTo(freshIfItCan(asked));
    }
  }

  private static String part(Random random) {
    String column = one(random, "id", "status", "total", "data->>a", "paid", "order", "limit");
    String operator = one(random, "eq", "neq", "gt", "lte", "not.eq", "like", "is", "in");
    String value =
        one(random, "1", "2", "", "null", "(1,2)", "a%20b", "a*", "true", "desc", "eq.1");
    return one(
        random, column + "=" + operator + "." + value, "select=id", "limit=" + random.nextInt(3));
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  /** As {@code Preparation} does, or what refuses it. */
  private Object askIfItCan(String query) {
    try {
      return ask(query);
    } catch (RestException e) {
      return e.problem().body();
    }
  }

  private Object freshIfItCan(String query) {
    try {
      return fresh(query);
    } catch (RestException e) {
      return e.problem().body();
    }
  }

  private Seen ask(String query) {
    return Seen.of(ask(call(query)));
  }

  private Planned ask(Call call) {
    PlanMemo.Asked asked = PlanMemo.asked(call);
    Planned before = memo.find(Tables.CATALOG, asked);
    if (before != null) {
      return before;
    }
    Planned found = plan(call);
    memo.put(
        Tables.CATALOG,
        asked,
        found,
        uri -> again(new Call(call.method(), uri, call.headers(), call.body())));
    return found;
  }

  private Optional<Planned> again(Call call) {
    try {
      return Optional.of(plan(call));
    } catch (RestException _) {
      return Optional.empty();
    }
  }

  private Seen fresh(String query) {
    int before = planned;
    Seen seen = Seen.of(plan(call(query)));
    planned = before;
    return seen;
  }

  private Planned plan(Call call) {
    planned++;
    RestRequest request = PARSER.parse(call);
    Plan plan = Planner.plan(request, Tables.CATALOG, Tables.LIMITS);
    return new Planned(request, plan, SqlRenderer.render(plan, Tables.JSON), call.location());
  }

  /** What matters of a plan once it is made. */
  private record Seen(Object statements, String location, Object terms, Object window) {

    static Seen of(Planned planned) {
      return new Seen(
          planned.statements(),
          planned.location(),
          planned.request().terms(),
          planned.plan() instanceof Plan.Read(var node, var counting, var keyset)
              ? List.of(node.window(), node.outputs(), counting, keyset)
              : planned.plan());
    }
  }

  private static Call call(String query) {
    return call(query, MultiMap.caseInsensitiveMultiMap());
  }

  private static Call call(String query, MultiMap headers) {
    return new Call(HttpMethod.GET, "/rest/v1/orders?" + query, headers, Buffer.buffer());
  }
}
