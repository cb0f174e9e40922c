package io.twinlane.schema.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.RequestSettings;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What tells of a request is made for those who look at it and for nobody else, and is in the key
 * of an answer only where the answer may depend on it.
 */
class CacheKeyTest {

  private static final Map<String, String> OWN = Map.of("search_path", "shop");
  private static final Map<String, String> TOLD =
      Map.of("request.method", "GET", "request.headers", "{}");

  private final AtomicInteger made = new AtomicInteger();
  private final Map<String, String> settings =
      new RequestSettings(
          OWN,
          new RequestSettings.Telling() {
            @Override
            public Map<String, String> all() {
              made.incrementAndGet();
              return TOLD;
            }

            @Override
            public @Nullable String one(String name) {
              return TOLD.get(name);
            }
          });

  @Test
  void anAnswerThatDependsOnNoneOfItIsFoundWithoutMakingIt() {
    Work work = work(settings);

    CacheKey key = CacheKey.of(work, SettingsRead.none());

    assertThat(key).isEqualTo(CacheKey.of(work(both()), SettingsRead.none()));
    assertThat(key.settings()).isEqualTo(OWN);
    assertThat(made).hasValue(0);
  }

  @Test
  void anAnswerThatMayDependOnItIsFoundByAllOfIt() {
    Work work = work(settings).until(Deadline.after(Duration.ofSeconds(1)));

    CacheKey key = CacheKey.of(work, SettingsRead.anything());

    assertThat(key).isEqualTo(CacheKey.of(work(both()), SettingsRead.anything()));
    assertThat(key.hashCode())
        .isEqualTo(CacheKey.of(work(both()), SettingsRead.anything()).hashCode());
    assertThat(made).hasValue(1);
  }

  @Test
  void anAnswerThatDependsOnOneOfThemIsFoundByThatAndWithoutMakingTheRest() {
    SettingsRead method = SettingsRead.of(Set.of("Request.Method", "request.absent"));
    Map<String, String> inCapitals = new HashMap<>(both());
    inCapitals.remove("request.method");
    inCapitals.put("REQUEST.METHOD", "GET");
    Map<String, String> other = new HashMap<>(both());
    other.put("request.method", "HEAD");

    CacheKey key = CacheKey.of(work(settings), method);

    assertThat(key.settings()).isEqualTo(Map.of("search_path", "shop", "request.method", "GET"));
    assertThat(work(settings).telling(method).settings()).isEqualTo(key.settings());
    assertThat(key).isEqualTo(CacheKey.of(work(both()), method));
    assertThat(key).isEqualTo(CacheKey.of(work(inCapitals), method));
    assertThat(key).isNotEqualTo(CacheKey.of(work(other), method));
    assertThat(made).hasValue(0);
  }

  @Test
  void whatIsAtHandIsGivenWithoutMakingTheRest() {
    Work work = work(settings);

    assertThat(work.settings().get("search_path")).isEqualTo("shop");
    assertThat(work.settings().get("TimeZone")).isNull();
    assertThat(work.telling(SettingsRead.none()).settings()).isEqualTo(OWN);
    assertThat(work.plain()).isFalse();
    assertThat(made).hasValue(0);
  }

  @Test
  void allOfItIsMadeOnce() {
    Work work = work(settings);

    assertThat(work.settings().get("request.method")).isEqualTo("GET");
    assertThat(work.settings()).isEqualTo(both()).hasSize(3);
    assertThat(work.until(work.deadline()).settings()).isEqualTo(both());
    assertThat(made).hasValue(1);
  }

  private static Map<String, String> both() {
    Map<String, String> both = new HashMap<>(TOLD);
    both.putAll(OWN);
    return both;
  }

  private static Work work(Map<String, String> settings) {
    return new Work(
        "request",
        new Identity("anon"),
        settings,
        List.of(new Statement("select 1", List.of(), List.of())),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(1)));
  }
}
