package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Transaction.Access;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStateTest {

  static Stream<Throwable> lost() {
    return Stream.of(
        ClosedConnectionException.INSTANCE,
        new IOException("Connection reset by peer"),
        new DecoderException(new SSLException("bad_record_mac")),
        refused("FATAL", "57P01"),
        refused("FATAL", "57P02"));
  }

  static Stream<Throwable> away() {
    return Stream.of(
        new ConnectException("refused"),
        new UnknownHostException("nowhere"),
        new SSLHandshakeException("bad certificate"),
        new DecoderException(new SSLHandshakeException("bad certificate")),
        new VertxException("Connection is not active now"),
        refused("FATAL", "53300"),
        refused("FATAL", "57P03"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "22P02", "40001", "57014", "P0001", "42501"})
  void anAnswerOfPostgresqlIsPassedOnInItsOwnWords(String state) {
    PgException cause = new PgException("message", "ERROR", state, "the detail");

    assertThat(failure(cause, Access.READ_WRITE))
        .isEqualTo(new Failure.Refused(state, "message", "the detail", null, -1));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aWriteWhoseConnectionBrokeMayHaveHappened(Throwable cause) {
    assertThat(failure(cause, Access.READ_WRITE)).isInstanceOf(Failure.Unknown.class);
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aReadWhoseConnectionBrokeIsUnanswered(Throwable cause) {
    assertThat(failure(cause, Access.READ_ONLY)).isInstanceOf(Failure.Unanswered.class);
  }

  @ParameterizedTest
  @MethodSource("away")
  void whatNeverGotInIsCertainlyNotExecuted(Throwable cause) {
    assertThat(failure(new NotSentException(cause), Access.READ_WRITE))
        .isEqualTo(new Failure.Busy(Reason.DATABASE_AWAY));
    assertThat(failure(cause, Access.READ_ONLY)).isEqualTo(new Failure.Busy(Reason.DATABASE_AWAY));
  }

  @ParameterizedTest
  @MethodSource("away")
  void theSameCauseAfterAWriteWasSentSaysNothingOfItsOutcome(Throwable cause) {
    assertThat(failure(cause, Access.READ_WRITE)).isInstanceOf(Failure.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "28000", "3D000"})
  void aLoginThatIsRefusedIsNotTakenForAnAbsence(String state) {
    assertThat(failure(new NotSentException(refused("FATAL", state)), Access.READ_WRITE))
        .isEqualTo(new Failure.Busy(Reason.LOGIN_REFUSED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"28000", "3D000", "53300", "57P03"})
  void aStatementsOwnErrorIsNotTakenForALockedDoor(String state) {
    assertThat(failure(refused("ERROR", state), Access.READ_WRITE))
        .isInstanceOf(Failure.Refused.class);
  }

  @Test
  void aWaitForAConnectionThatTookTooLongIsBusy() {
    Throwable cause = new NotSentException(new VertxException("Timeout waiting for connection"));

    assertThat(failure(cause, Access.READ_WRITE)).isEqualTo(new Failure.Busy(Reason.POOL_FULL));
  }

  @Test
  void aBugIsAnIncidentAndItsTextStaysInTheLog() {
    Failure failure = failure(new IllegalStateException("secret"), Access.READ_ONLY);

    assertThat(failure).isInstanceOf(Failure.Internal.class);
    assertThat(failure.toString()).doesNotContain("secret");
  }

  @Test
  void aBugInTheMiddleOfAWriteLeavesItsOutcomeUnknown() {
    assertThat(failure(new IllegalStateException("secret"), Access.READ_WRITE))
        .isInstanceOf(Failure.Unknown.class);
  }

  private static PgException refused(String severity, String state) {
    return new PgException("message", severity, state, "detail");
  }

  private static Failure failure(Throwable cause, Access access) {
    return SqlState.failure(cause, access, 1_000);
  }
}
