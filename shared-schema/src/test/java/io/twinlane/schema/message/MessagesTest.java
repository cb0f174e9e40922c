package io.twinlane.schema.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {

  private static final ColumnType INTEGER =
      new ColumnType("integer", "integer", ColumnType.Json.PLAIN);

  /** One of each record at least, with nulls where there may be some. */
  static Stream<Message> messages() {
    return Stream.of(
        new CatalogRequest(List.of("public", "other"), true),
        new CatalogReply(catalog()),
        new CatalogChanged("20260101000000"),
        new TablesChanged(
            Set.of("public.orders", "public.\"Order\""), false, "request-1", "0/16B3748"),
        new TablesChanged(Set.of(), true, "request-2", null),
        new Noted(),
        new Rows(7, Buffer.buffer("{}\n")),
        new Hail(),
        new LeaseRequest("one", LeaseRequest.Kind.ANSWERS, true),
        new LeaseGrant("one/1", 2_000, Set.of("one/1", "two/1"), 1_500),
        new PositionRequest(),
        new PositionReply("1/0/16B3748"),
        new ShapeReply(
            new Shape(
                Set.of("QUERY"),
                Set.of(Shape.Command.SELECT),
                Set.of(9),
                List.of(new Shape.Relation(16_384, "public", "orders", 'r', 'p', false)),
                List.of(new Shape.Function(65, "pg_catalog", "int4eq", 'i', 'f', "internal")),
                SettingsRead.of(Set.of("request.method")))),
        new CacheRequest(CacheRequest.Flush.TABLE, "public.orders"),
        new CacheReply(
            true,
            1,
            2,
            3,
            4,
            Map.of("hit", 5L),
            Map.of("60", 6L),
            List.of(
                new CacheReply.OfStatement(
                    "hash", "select 1", 1, 2, 3, 4, 5, 6, 7, 0.125, 8, Set.of("public.orders")),
                new CacheReply.OfStatement("h", "select 2", 1, 2, 3, 4, 5, 6, 7, null, 0, null))),
        new FiguresRequest("0badcafe"),
        new FiguresRequest(null),
        new FiguresReply(new FiguresReply.OfPools(1, 2, 3), null),
        new FiguresReply(
            new FiguresReply.OfPools(1, 2, 3),
            new FiguresReply.OfStatement(
                "select 1",
                Set.of("public.orders"),
                Map.of("volatile", 4L),
                List.of(
                    new FiguresReply.OfEntry("0badcafe", "anon", 5, 6),
                    new FiguresReply.OfEntry("cafe0bad", null, 5, 6)))),
        new FiguresReply(
            new FiguresReply.OfPools(1, 2, 3),
            new FiguresReply.OfStatement("select 1", null, Map.of(), List.of())),
        new Done(
            List.of(new Result(Buffer.buffer("[]"), 0, null, List.of())),
            new CacheStatus(CacheStatus.Source.HIT, true, false, "none", 3, 57, "tag"),
            true),
        new Done(List.of(new Result(Buffer.buffer("[]"), 0, null, List.of())))
            .timed(new LaneTimes(3, 1, 2)),
        new Abandoned(-7),
        new Failure.StillRunning(),
        new Failure.KeyReused(),
        new Failure.NotCached(),
        new LaneState(
            Address.QUERY, "one", LaneState.Database.CONNECTED, LaneState.Schema.BEHIND, false),
        new Done(
            List.of(
                new Result(
                    Buffer.buffer("[{\"ä\":\"€\\u0000\"}]"), 1, 17L, Arrays.asList("a", null)),
                new Result(Buffer.buffer("[]"), 0, null, List.of()))),
        new Failure.Busy(Failure.Busy.Reason.POOL_FULL),
        new Failure.Unknown("incident"),
        new Failure.Unanswered("incident"),
        new Failure.Refused("23505", "duplicate key", "Key (id)=(1) already exists.", null, 1),
        new Failure.Unexpected(Expectation.single(), 2, 0),
        new Failure.Unexpected(new Expectation(null, 3L), 4, 1),
        new Failure.Unexpected(Expectation.content(List.of("tag", "*")), 4, 1),
        new Failure.TooLarge(1 << 20),
        new Failure.Internal("incident"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageSurvivesTheWire(Message message) {
    Message received = overTheWire(message);

    assertThat(received).isEqualTo(message);
  }

  @Test
  void aWorkSurvivesTheWireWithTheTimeThatItHasLeft() {
    Work work = work(Deadline.after(Duration.ofSeconds(20)));

    Work received = overTheWire(work);

    assertThat(received).usingRecursiveComparison().ignoringFields("deadline").isEqualTo(work);
    assertThat(received.deadline().remaining())
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @Test
  void aWorkThatIsTooLateIsTooLateAtTheOtherEnd() {
    Work work = work(Deadline.after(Duration.ofSeconds(-1)));

    assertThat(overTheWire(work).deadline().expired()).isTrue();
  }

  @Test
  void everyTypeOfMessageIsTestedHere() {
    Set<Class<?>> tested =
        Stream.concat(
                messages(),
                Stream.of(
                    work(Deadline.after(Duration.ZERO)),
                    new RowsRequest(work(Deadline.after(Duration.ZERO)), "address", 7),
                    new ShapeRequest(work(Deadline.after(Duration.ZERO)), "reader", null)))
            .map(Object::getClass)
            .collect(Collectors.toSet());

    assertThat(tested).containsExactlyInAnyOrderElementsOf(Messages.types());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void insideAJvmTheRecordItselfTravels(Message message) {
    assertThat(transformed(message, message.getClass())).isSameAs(message);
  }

  @Test
  void aNewerSendersComponentIsSkipped() {
    byte[] newer = Cbor.encoded(Map.of("incident", "one", "severity", 3));

    assertThat(Cbor.decoded(newer, Failure.Internal.class)).isEqualTo(new Failure.Internal("one"));
  }

  @Test
  void aMessageRefusesTheImpossible() {
    assertThatThrownBy(() -> new CatalogRequest(List.of(), false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TablesChanged(Set.of(), false, "id", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Done(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Statement(" ", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static <T> Object transformed(Object message, Class<T> type) {
    return new Messages.Codec<>(type).transform(type.cast(message));
  }

  @SuppressWarnings("unchecked") // the codec of a record gives that record
  private static <T> T overTheWire(T message) {
    return overTheWire(message, (Class<T>) message.getClass());
  }

  private static <T> T overTheWire(T message, Class<T> type) {
    Messages.Codec<T> codec = new Messages.Codec<>(type);
    Buffer buffer = Buffer.buffer("before");
    codec.encodeToWire(buffer, message);
    return codec.decodeFromWire("before".length(), buffer);
  }

  @Test
  void whatTellsOfARequestIsInItWhenItLeavesTheProcess() {
    Map<String, String> told = Map.of("request.method", "GET", "request.headers", "{}");
    Map<String, String> settings =
        new RequestSettings(Map.of("search_path", "shop"), telling(told));
    Work work =
        new Work(
            "request",
            new Identity("anon"),
            settings,
            List.of(new Statement("select 1", List.of(), List.of())),
            Transaction.read(),
            Deadline.after(Duration.ofSeconds(1)));

    assertThat(Cbor.decoded(Cbor.encoded(work), Work.class).settings())
        .containsOnlyKeys("search_path", "request.method", "request.headers")
        .containsAllEntriesOf(told)
        .containsEntry("search_path", "shop");
  }

  private static RequestSettings.Telling telling(Map<String, String> told) {
    return new RequestSettings.Telling() {
      @Override
      public Map<String, String> all() {
        return told;
      }

      @Override
      public @Nullable String one(String name) {
        return told.get(name);
      }
    };
  }

  private static Work work(Deadline deadline) {
    return new Work(
        "request-1",
        Long.MIN_VALUE,
        new Identity("anon"),
        Map.of("request.method", "GET"),
        List.of(
            new Statement(
                "select $1::text",
                Arrays.asList("ä", null),
                List.of(new ResultColumn("x", ResultColumn.Use.JSON), ResultColumn.total()),
                Expectation.single())),
        new Transaction(Access.READ_ONLY, Isolation.SERIALIZABLE, Ending.ROLLBACK, true),
        deadline,
        new CacheTerms(Duration.ofSeconds(3), true),
        new IdempotencyKey("owner", "key", "fingerprint"));
  }

  private static Catalog catalog() {
    Relation relation =
        new Relation(
            "public",
            "orders",
            List.of(new Column("id", INTEGER)),
            List.of("id"),
            true,
            true,
            false);
    return new Catalog(Map.of("public", Map.of("orders", relation)), Map.of("int4", INTEGER));
  }
}
