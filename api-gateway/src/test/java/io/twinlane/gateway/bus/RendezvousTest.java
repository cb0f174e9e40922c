package io.twinlane.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RendezvousTest {

  private static final int KEYS = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void manyKeysAreSpreadEvenly(int count) {
    List<Service> services = services(count);

    Map<Service, Integer> shares = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      shares.merge(Rendezvous.choose(services, hash(key)), 1, Integer::sum);
    }

    assertThat(shares).hasSize(count);
    // ten standard deviations of a fair draw at most
    assertThat(shares.values())
        .allSatisfy(share -> assertThat(share).isBetween(KEYS / count - 500, KEYS / count + 500));
  }

  @Test
  void onlyTheKeysOfTheOneThatLeavesMove() {
    List<Service> before = services(3);
    List<Service> after = before.subList(0, 2);
    Service left = before.get(2);

    for (int key = 0; key < KEYS; key++) {
      Service chosen = Rendezvous.choose(before, hash(key));
      if (chosen != left) {
        assertThat(Rendezvous.choose(after, hash(key))).isSameAs(chosen);
      }
    }
  }

  @Test
  void theOrderInWhichTheyAreKnownDoesNotMatter() {
    List<Service> services = services(5);

    for (int key = 0; key < 100; key++) {
      assertThat(Rendezvous.choose(services.reversed(), hash(key)))
          .isSameAs(Rendezvous.choose(services, hash(key)));
    }
  }

  @Test
  void nobodyIsChosenWhereThereIsNobody() {
    assertThat(Rendezvous.choose(List.of(), 1)).isNull();
  }

  @Test
  void whatTellsAnswersApartTellsHashesApart() {
    Statement text = new Statement("select 1", List.of(), new TextForm(false, false));
    List<Work> different =
        List.of(
            work("select $1", "a", null),
            work("select $1", "b", null),
            work("select $2", "a", null),
            work("select $1", "a", "reader"),
            work("select $1", "a", "writer"),
            in(new Session("one", "anna", "secret", Map.of()), text),
            in(new Session("one", "bert", "secret", Map.of()), text),
            in(new Session("two", "anna", "secret", Map.of()), text));

    assertThat(different.stream().map(Rendezvous::hash)).doesNotHaveDuplicates();
  }

  @Test
  void theSameReadOfAnotherRequestHasTheSameHash() {
    Work one = work(new String("select $1"), new String("a"), "reader");
    Work other = work("select $1", "a", "reader");

    assertThat(Rendezvous.hash(one)).isEqualTo(Rendezvous.hash(other));
  }

  private static List<Service> services(int count) {
    return IntStream.range(0, count)
        .mapToObj(number ->
            new Service(
                new LaneState(
                    Address.QUERY,
                    UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString(),
                    LaneState.Database.CONNECTED,
                    LaneState.Schema.CURRENT,
                    false),
                0))
        .toList();
  }

  private static long hash(int key) {
    return Rendezvous.hash(work("select * from orders where id = $1", Integer.toString(key), null));
  }

  private static Work work(String sql, String parameter, @Nullable String role) {
    return new Work(
        "request",
        new Identity(role),
        Map.of("request.id", UUID.randomUUID().toString()),
        List.of(new Statement(sql, List.of(parameter), List.of())),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(5)));
  }

  private static Work in(Session session, Statement statement) {
    return new Work(
        "request",
        1,
        Identity.ofLane(),
        Map.of(),
        List.of(statement),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(5)),
        CacheTerms.none(),
        null,
        session);
  }
}
