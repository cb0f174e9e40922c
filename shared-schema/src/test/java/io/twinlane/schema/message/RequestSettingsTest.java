package io.twinlane.schema.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What tells of a request is made for those who look at it, and for nobody else. */
class RequestSettingsTest {

  private static final Map<String, String> OWN = Map.of("search_path", "shop");
  private static final Map<String, String> TOLD =
      Map.of("request.method", "GET", "request.headers", "{}");

  private final AtomicInteger made = new AtomicInteger();
  private final Map<String, String> settings =
      new RequestSettings(
          OWN,
          () -> {
            made.incrementAndGet();
            return TOLD;
          });

  @Test
  void whatIsAtHandIsGivenWithoutMakingTheRest() {
    Work work = work(settings);

    assertThat(work.settings().get("search_path")).isEqualTo("shop");
    assertThat(work.settings().get("TimeZone")).isNull();
    assertThat(RequestSettings.own(work.settings())).isEqualTo(OWN);
    assertThat(work.untold().settings()).isEqualTo(OWN);
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

  @Test
  void anotherProcessHasAllOfIt() {
    Work there = Cbor.decoded(Cbor.encoded(work(settings)), Work.class);

    assertThat(there.settings()).isEqualTo(both());
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
