package io.twinlane.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.LaneState.Database;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Rows;
import io.twinlane.schema.message.RowsRequest;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where works go, and what becomes of them when a service comes to its end. */
class LanesTest {

  private static final Failure NO_SERVICE = new Failure.Busy(Reason.NO_SERVICE);

  private final Vertx vertx = Vertx.vertx();
  private final Services services = new Services(vertx, Duration.ofMinutes(1));
  private final Lanes lanes = new Lanes(vertx.eventBus(), services);

  @BeforeEach
  void start() {
    Messages.register(vertx.eventBus());
    Member.await(Future.all(services.listen(), lanes.listen()));
  }

  @AfterEach
  void stop() {
    Member.await(vertx.close());
  }

  @Test
  void theSameReadGoesToTheSameService() {
    known(query(), query(), query());

    Set<String> names = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      names.add(name(read("the same")));
    }

    assertThat(names).hasSize(1);
  }

  @Test
  void differentReadsGoToAllServices() {
    known(query(), query(), query());

    assertThat(names(100)).hasSize(3);
  }

  @Test
  void aServiceTellsOfItselfOverTheBus() {
    Member member = query();

    vertx.eventBus().publish(Address.STATE.value(), member.state());

    until(() -> services.states(Address.QUERY).equals(List.of(member.state())));
    assertThat(name(read("any"))).isEqualTo(member.instance);
  }

  @Test
  void whereNobodyIsKnownWhoeverListensAnswers() {
    Done done = query().done();
    vertx.eventBus().consumer(Address.QUERY.value(), message -> message.reply(done));

    assertThat(Member.await(read("any"))).isEqualTo(done);
  }

  @Test
  void aServiceThatIsNotThereIsPassedOver() {
    Member there = query();
    Member gone = query();
    known(there, gone);
    gone.end();

    assertThat(names(20)).containsExactly(there.instance);

    assertThat(services.states(Address.QUERY)).containsExactly(there.state());
  }

  @Test
  void aServiceThatSaysItIsNoneIsPassedOver() {
    Member there = query();
    Member draining = query(message -> message.reply(NO_SERVICE));
    known(there, draining);

    assertThat(names(20)).containsExactly(there.instance);

    assertThat(draining.asked).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aServiceThatRefusedIsAskedAgainOnceItTellsOfItself() {
    Member back = query();
    known(back);
    services.refused(Objects.requireNonNull(services.choose(Address.QUERY, 0)));
    assertThat(services.states(Address.QUERY)).isEmpty();

    known(back);

    assertThat(name(read("any"))).isEqualTo(back.instance);
  }

  @Test
  void aServiceThatLeavesIsNotAsked() {
    Member there = query();
    Member leaving = query();
    known(there, leaving);

    services.hear(leaving.state().asLeaving());

    assertThat(names(20)).containsExactly(there.instance);
  }

  @Test
  void aServiceWithoutADatabaseIsAskedOnlyIfAllAreWithout() {
    Member with = query();
    Member without = query();
    known(with);
    services.hear(without.state(Database.DISCONNECTED));
    assertThat(names(20)).containsExactly(with.instance);

    services.hear(with.state(Database.DISCONNECTED));

    assertThat(names(100)).containsExactlyInAnyOrder(with.instance, without.instance);
  }

  @Test
  void aHotKeyIsSpreadOnceItsServiceHasFarMoreToDoThanOthers() {
    List<Member> members = Stream.generate(() -> query(Member.KEEPS)).limit(3).toList();
    known(members.toArray(Member[]::new));

    for (int i = 0; i < 120; i++) {
      read("hot");
    }

    until(() -> members.stream().mapToInt(member -> member.asked.size()).sum() == 120);
    // 5/4 of an equal share at most
    assertThat(members).allSatisfy(member -> assertThat(member.asked).hasSizeBetween(20, 50));
  }

  @Test
  void withLittleToDoAHotKeyStaysWhereItIs() {
    List<Member> members = Stream.generate(() -> query(Member.KEEPS)).limit(3).toList();
    known(members.toArray(Member[]::new));

    for (int i = 0; i < Rendezvous.LOAD_MIN; i++) {
      read("hot");
    }

    until(() ->
        members.stream().mapToInt(member -> member.asked.size()).sum() == Rendezvous.LOAD_MIN);
    assertThat(members).filteredOn(member -> !member.asked.isEmpty()).hasSize(1);
  }

  @Test
  void aReadWhoseServiceEndsIsAnsweredByAnother() {
    Member there = query();
    Member ending = query(Member.KEEPS);
    known(ending);
    Future<Reply> reply = read("any");
    until(() -> ending.asked.size() == 1);
    known(there);

    ending.end();

    assertThat(name(reply)).isEqualTo(there.instance);
  }

  @Test
  void aReadWhoseOnlyServiceEndsIsToldSoInsteadOfWaiting() {
    Member ending = query(Member.KEEPS);
    known(ending);
    Future<Reply> reply = read("any");
    until(() -> ending.asked.size() == 1);

    ending.end();

    assertThat(Member.await(reply)).isEqualTo(NO_SERVICE);
  }

  @Test
  void aReadWhoseServiceIsFrozenIsAnsweredByAnother() {
    Member there = query();
    Member frozen = query(Member.KEEPS);
    known(frozen);
    Future<Reply> reply = read("any");
    until(() -> frozen.asked.size() == 1);
    known(there);

    frozen.frozen = true;

    assertThat(name(reply)).isEqualTo(there.instance);
  }

  @Test
  void aReadThatTakesLongIsLeftWhereItIsWhileItsServiceLives() {
    Member slow = query(message -> vertx.setTimer(4_000, _ -> message.reply(done())));
    Member other = query();
    known(slow);
    Future<Reply> reply = read("any");
    known(other);

    Member.await(reply);

    assertThat(slow.asked).hasSize(1);
    assertThat(other.asked).isEmpty();
  }

  @Test
  void aWriteWhoseServiceEndsMayHaveHappenedAndIsNotSentAgain() {
    Member there = new Member(vertx, Address.WRITE);
    Member ending = new Member(vertx, Address.WRITE, Address.WRITE, Member.KEEPS);
    known(ending);
    Future<Reply> reply = write();
    until(() -> ending.asked.size() == 1);
    known(there);

    ending.end();

    assertThat(Member.await(reply)).isInstanceOf(Failure.Unknown.class);
    assertThat(there.asked).isEmpty();
  }

  @Test
  void aWriteThatNobodyTookGoesToTheNextService() {
    Member there = new Member(vertx, Address.WRITE);
    Member gone = new Member(vertx, Address.WRITE);
    known(there, gone);
    gone.end();

    for (int i = 0; i < 4; i++) {
      assertThat(name(write())).isEqualTo(there.instance);
    }
  }

  @Test
  void writesTakeTurnsAmongTheServicesThatCanWrite() {
    Member one = new Member(vertx, Address.WRITE);
    Member other = new Member(vertx, Address.WRITE);
    Member replica = new Member(vertx, Address.WRITE);
    known(one, other);
    services.hear(replica.state(Database.READ_ONLY));

    for (int i = 0; i < 10; i++) {
      Member.await(write());
    }

    assertThat(one.asked).hasSize(5);
    assertThat(other.asked).hasSize(5);
    assertThat(replica.asked).isEmpty();
  }

  @Test
  void withoutAQueryServiceReadsAreRefusedAtOnceAndWritesGoOn() {
    known(new Member(vertx, Address.WRITE));

    assertThat(Member.await(read("any"))).isEqualTo(NO_SERVICE);
    assertThat(Member.await(write())).isInstanceOf(Done.class);
  }

  @Test
  void withoutAWriteServiceWritesAreRefusedAtOnceAndReadsGoOn() {
    known(query());

    assertThat(Member.await(write())).isEqualTo(NO_SERVICE);
    assertThat(Member.await(read("any"))).isInstanceOf(Done.class);
  }

  @Test
  void piecesOfRowsComeToTheirOwnTaker() {
    known(rows(message -> send(message, "piece").onSuccess(_ -> message.reply(done()))));
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    Queue<String> others = new ConcurrentLinkedQueue<>();

    Future<Reply> one = lanes.stream(work("one"), taker(taken));
    Future<Reply> other = lanes.stream(work("other"), taker(others));

    assertThat(Member.await(one)).isInstanceOf(Done.class);
    assertThat(Member.await(other)).isInstanceOf(Done.class);
    assertThat(taken).containsExactly("piece");
    assertThat(others).containsExactly("piece");
  }

  @Test
  void rowsOfWhichNoneHasComeAreAskedOfAnotherServiceAndTakenFromItAlone() {
    Member ending = rows(Member.KEEPS);
    known(ending);
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    Future<Reply> reply = lanes.stream(work("any"), taker(taken));
    until(() -> ending.asked.size() == 1);
    known(
        rows(message ->
            send(ending.asked.element(), "late")
                .transform(_ -> send(message, "piece"))
                .onSuccess(_ -> message.reply(done()))));

    ending.end();

    assertThat(Member.await(reply)).isInstanceOf(Done.class);
    assertThat(taken).containsExactly("piece");
  }

  @Test
  void rowsThatHaveBegunToComeAreNotBegunAgain() {
    Member ending = rows(message -> send(message, "piece"));
    Member there = rows(message -> message.reply(done()));
    known(ending);
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    Future<Reply> reply = lanes.stream(work("any"), taker(taken));
    until(() -> taken.size() == 1);
    known(there);

    ending.end();

    assertThat(Member.await(reply)).isInstanceOf(Failure.Unanswered.class);
    assertThat(there.asked).isEmpty();
  }

  @Test
  void aServiceThatTakesNothingNewEndsNothingThatItHas() {
    Member draining = rows(message -> send(message, "piece"));
    known(draining);
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    Future<Reply> reply = lanes.stream(work("any"), taker(taken));
    until(() -> taken.size() == 1);

    draining.takeNothingNew();
    Reply second = Member.await(lanes.stream(work("any"), taker(taken)));
    draining.asked.element().reply(done());

    assertThat(second).isEqualTo(NO_SERVICE);
    assertThat(Member.await(reply)).isInstanceOf(Done.class);
  }

  @Test
  void silentServicesAreForgotten() {
    Services impatient = new Services(vertx, Duration.ofMillis(50));
    Member.await(impatient.listen());

    impatient.hear(query().state());

    until(() -> impatient.choose(Address.CATALOG, 0) == null);
    assertThat(impatient.states(Address.QUERY)).isEmpty();
  }

  private Future<Message<Reply>> send(Message<Request> question, String line) {
    RowsRequest request = (RowsRequest) question.body();
    return vertx
        .eventBus()
        .request(request.address(), new Rows(request.stream(), Buffer.buffer(line)));
  }

  private static Consumer<Message<Rows>> taker(Queue<String> taken) {
    return piece -> {
      taken.add(piece.body().lines().toString());
      piece.reply(new Noted());
    };
  }

  private Member query() {
    return new Member(vertx, Address.QUERY);
  }

  private Member query(Consumer<Message<Request>> manner) {
    return new Member(vertx, Address.QUERY, Address.QUERY, manner);
  }

  private Member rows(Consumer<Message<Request>> manner) {
    return new Member(vertx, Address.QUERY, Address.ROWS, manner);
  }

  private void known(Member... members) {
    for (Member member : members) {
      services.hear(member.state());
    }
  }

  private Future<Reply> read(String value) {
    return lanes.run(Address.QUERY, work(value));
  }

  private Future<Reply> write() {
    return lanes.run(Address.WRITE, work("any", Transaction.write()));
  }

  private static Done done() {
    return new Done(List.of(new Result(Buffer.buffer("done"), 1, null, List.of())));
  }

  /** The name of the one that answered. */
  private static String name(Future<Reply> reply) {
    return ((Done) Member.await(reply)).last().body().toString();
  }

  /** The names of those that answer so many different reads. */
  private Set<String> names(int reads) {
    return IntStream.range(0, reads)
        .mapToObj(number -> name(read("number " + number)))
        .collect(Collectors.toSet());
  }

  private static Work work(String value) {
    return work(value, Transaction.read());
  }

  private static Work work(String value, Transaction transaction) {
    return new Work(
        "request",
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement("select $1", List.of(value), List.of())),
        transaction,
        Deadline.after(Duration.ofSeconds(30)));
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it comes to pass in time").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
