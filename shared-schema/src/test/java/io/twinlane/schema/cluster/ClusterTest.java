package io.twinlane.schema.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Noted;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.net.NetClientOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members on loopback, each with two ports of its own. */
class ClusterTest {

  private static final Map<String, String> SECRET =
      Map.of("CLUSTER_SECRET", "a secret of more than 32 characters");
  private static final Map<String, String> OTHER_SECRET =
      Map.of("CLUSTER_SECRET", "another secret that has 32 of them");
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  private final List<Member> members = new CopyOnWriteArrayList<>();

  @AfterEach
  void leave() throws Exception {
    for (Member member : members) {
      member.close();
    }
  }

  @Test
  void membersAskEachOtherBothWays() throws Exception {
    Member one = join(SECRET);
    Member two = join(SECRET, one.port());
    answer(one, "one");
    answer(two, "two");

    assertThat(ask(one, "two")).isEqualTo("two");
    assertThat(ask(two, "one")).isEqualTo("one");
  }

  @Test
  void theSuitesMessagesTravel() throws Exception {
    Member one = join(SECRET);
    Member two = join(SECRET, one.port());
    done(
        two.vertx()
            .eventBus()
            .<Noted>consumer(Address.WRITE.value(), message -> message.reply(message.body()))
            .completion());

    Object reply = done(one.vertx().eventBus().request(Address.WRITE.value(), new Noted())).body();

    assertThat(reply).isEqualTo(new Noted());
  }

  @Test
  void aConsumerIsKnownToAllOnceItIsRegisteredAndToNoneOnceItIsGone() throws Exception {
    Member one = join(SECRET);
    Member two = join(SECRET, one.port());
    for (int i = 0; i < 100; i++) {
      assertThat(failure(one, "two")).isEqualTo(ReplyFailure.NO_HANDLERS);
      MessageConsumer<String> consumer = answer(two, "two");
      assertThat(ask(one, "two")).isEqualTo("two");
      done(consumer.unregister());
    }
  }

  @Test
  void oneThatComesLaterIsFoundAndFindsWhatIsThere() throws Exception {
    Member one = join(SECRET);
    Member two = join(SECRET, one.port());
    answer(one, "one");
    answer(two, "two");

    Member three = join(SECRET, one.port());

    assertThat(ask(three, "one")).isEqualTo("one");
    assertThat(ask(three, "two")).isEqualTo("two");
    answer(three, "three");
    assertThat(ask(two, "three")).isEqualTo("three");
  }

  @Test
  void onlyWhoMayHaveOthersLooksAroundForThem() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Future<Member> looking = joining(Member.freePort(), silent.getLocalPort());

      Member first = join(SECRET, Member.freePort());

      assertThat(first.members()).hasSize(1);
      assertThat(looking.isComplete()).isFalse();
      assertThat(done(looking).members()).hasSize(1);
    }
  }

  @Test
  void whoBeginTogetherAreOneCluster() throws Exception {
    int one = Member.freePort();
    int two = Member.freePort();
    int three = Member.freePort();
    List<Future<Member>> joining =
        List.of(joining(one, two, three), joining(two, one, three), joining(three, one, two));

    for (Future<Member> member : joining) {
      done(member);
    }

    await(() -> members.stream().allMatch(member -> member.members().size() == 3));
  }

  @Test
  void clustersThatBeganApartBecomeOne() throws Exception {
    int later = Member.freePort();
    Member one = join(SECRET, later);
    answer(one, "one");

    Member alone = Member.joinAt(later, SECRET);
    members.add(alone);
    answer(alone, "alone");

    await(() -> answered(one, "alone") && answered(alone, "one"));
  }

  @Test
  void oneThatLeavesInOrderIsGoneAtOnce() throws Exception {
    Member one = join(SECRET);
    Member two = Member.join(SECRET, one.port());
    answer(two, "two");

    two.close();

    assertThat(one.members()).hasSize(1);
    assertThat(failure(one, "two")).isEqualTo(ReplyFailure.NO_HANDLERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void oneThatIsKilledOrFrozenIsDropped(String signal) throws Exception {
    Member one = join(SECRET);
    Process process = process(one);
    try {
      await(() -> answered(one, "process"));

      signal(process, signal);

      await(() -> one.members().size() == 1);
      assertThat(failure(one, "process")).isEqualTo(ReplyFailure.NO_HANDLERS);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void oneThatWasFrozenComesBackWithItsConsumers() throws Exception {
    Member one = join(SECRET);
    Process process = process(one);
    try {
      await(() -> answered(one, "process"));
      signal(process, "STOP");
      await(() -> one.members().size() == 1);

      signal(process, "CONT");

      await(() -> one.members().size() == 2);
      await(() -> answered(one, "process"));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void oneWithAnotherSecretStaysAlone() throws Exception {
    Member one = join(SECRET);
    answer(one, "one");

    Member stranger = join(OTHER_SECRET, one.port());

    assertThat(stranger.members()).hasSize(1);
    assertThat(one.members()).hasSize(1);
    assertThat(failure(stranger, "one")).isEqualTo(ReplyFailure.NO_HANDLERS);
  }

  @Test
  void oneWithoutASecretStaysAlone() throws Exception {
    Member one = join(SECRET);
    answer(one, "one");

    Member stranger = join(Map.of(), one.port());

    assertThat(stranger.members()).hasSize(1);
    assertThat(one.members()).hasSize(1);
  }

  @Test
  void neitherPortTalksToWhomShowsNoCertificate() throws Exception {
    Member one = join(SECRET);
    Member other = join(OTHER_SECRET);
    for (int port : List.of(one.port(), one.busPort())) {
      var client =
          other
              .vertx()
              .createNetClient(
                  new NetClientOptions()
                      .setSsl(true)
                      .setTrustAll(true)
                      .setHostnameVerificationAlgorithm(""));

      Future<Void> closed =
          client
              .connect(port, "127.0.0.1")
              .compose(socket -> {
                Future<Void> end = Future.future(promise -> socket.closeHandler(promise::complete));
                socket.exceptionHandler(_ -> {});
                return socket.write("hello").eventually(() -> end);
              })
              .otherwiseEmpty()
              // held until then: Vert.x closes a client that nobody holds, and its connections
              .eventually(client::close);

      done(closed);
    }
  }

  @Test
  void neitherPortTalksInClearText() throws Exception {
    Member one = join(SECRET);
    for (int port : List.of(one.port(), one.busPort())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout((int) WAIT_MAX.toMillis());
        socket.getOutputStream().write("hello, is anybody there?".getBytes(StandardCharsets.UTF_8));

        assertThat(rest(socket.getInputStream())).doesNotContain("hello").hasSizeLessThan(16);
      }
    }
  }

  @Test
  void certificatesOfOneAuthorityJoinAndOthersDoNot(@TempDir Path folder) throws Exception {
    Authority ours = Authority.named("ours", folder);
    Authority theirs = Authority.named("theirs", folder);
    Member one = join(ours.settingsFor("one"));
    answer(one, "one");
    Member two = join(ours.settingsFor("two"), one.port());

    Member stranger = join(theirs.settingsFor("stranger"), one.port());

    assertThat(ask(two, "one")).isEqualTo("one");
    assertThat(stranger.members()).hasSize(1);
    assertThat(one.members()).hasSize(2);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Map<String, String> membership = Map.of("CLUSTER_PORT", port);
      Map<String, String> bus =
          Map.of("CLUSTER_BUS_PORT", port, "CLUSTER_PORT", "" + Member.freePort());

      assertThatThrownBy(() -> Member.vertx(membership))
          .hasRootCauseInstanceOf(java.net.BindException.class)
          .hasMessageContaining("with CLUSTER_PORT.");
      assertThatThrownBy(() -> Member.vertx(bus)).hasMessageContaining("with CLUSTER_BUS_PORT.");
    }
  }

  private Member join(Map<String, String> settings, int... seeds) throws Exception {
    Member member = Member.join(settings, seeds);
    members.add(member);
    return member;
  }

  private Future<Member> joining(int port, int... seeds) throws Exception {
    return Member.joining(port, SECRET, seeds).onSuccess(members::add);
  }

  private static Process process(Member seed) throws Exception {
    int port = Member.freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(Member.class.getName());
    SECRET.forEach((name, value) -> command.add(name + '=' + value));
    command.add("CLUSTER_PORT=" + port);
    command.add("CLUSTER_BUS_PORT=" + Member.freePort());
    command.add("CLUSTER_MEMBERS=" + Member.seeds(port, seed.port()));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  private static MessageConsumer<String> answer(Member member, String address) throws Exception {
    MessageConsumer<String> consumer =
        member.vertx().eventBus().consumer(address, message -> message.reply(address));
    done(consumer.completion());
    return consumer;
  }

  private static String ask(Member member, String address) throws Exception {
    return Member.done(member.vertx().eventBus().<String>request(address, "")).body();
  }

  private static boolean answered(Member member, String address) {
    Future<Message<String>> request =
        member.vertx().eventBus().request(address, "", new DeliveryOptions().setSendTimeout(1_000));
    try {
      return done(request) != null;
    } catch (Exception e) {
      return false;
    }
  }

  private static ReplyFailure failure(Member member, String address) throws Exception {
    try {
      ask(member, address);
      throw new AssertionError("answered");
    } catch (ExecutionException e) {
      return e.getCause() instanceof ReplyException reply
          ? reply.failureType()
          : ReplyFailure.ERROR;
    }
  }

  private static String rest(InputStream content) {
    try (content) {
      return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException e) {
      return "";
    }
  }

  private static <T> T done(Future<T> future) throws Exception {
    return Member.done(future);
  }

  private static void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
