package io.twinlane.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.check.Operation.Asker;
import io.twinlane.bench.check.Operation.Versions;
import io.twinlane.bench.check.Verdict.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of one key, and what is wrong with them. Times are as small as they need be. */
class JudgeTest {

  @Test
  void aReadBesideAWriteMayShowEitherVersion() {
    assertThat(judge(write(1, 10, 20), read(0, 11, 12), write(2, 30, 40), read(2, 31, 32)).total())
        .isZero();
  }

  @Test
  void aReadThatBeganAfterAnAcknowledgementMustShowTheWrite() {
    Verdict verdict = judge(write(1, 10, 20), write(2, 21, 30), read(1, 31, 35));

    assertThat(verdict.count(Violation.STALE)).isEqualTo(1);
    assertThat(verdict.total()).isEqualTo(1);
    assertThat(verdict.toString())
        .contains("stale after acknowledge: 1")
        .contains("key 7: client 1 read 1 by REST_READ at gateway 0")
        .contains("client 0 wrote 2 by REST_WRITE");
  }

  @Test
  void aReadThatBeganBeforeTheAcknowledgementNeedNot() {
    assertThat(judge(write(1, 10, 20), read(0, 20, 35)).total()).isZero();
  }

  @Test
  void aWriteOfUnknownOutcomeMayAppearAndMayNot() {
    Operation unknown = write(Outcome.UNKNOWN, 1, 10, 20);

    assertThat(judge(unknown, read(0, 30, 31), read(1, 40, 41)).total()).isZero();
  }

  @Test
  void whatOneClientHasSeenStays() {
    Verdict verdict = judge(write(1, 10, 90), read(1, 20, 21), read(0, 30, 31));

    assertThat(verdict.count(Violation.BACK)).isEqualTo(1);
    assertThat(verdict.total()).isEqualTo(1);
  }

  @Test
  void anotherGatewayMayNotShowYetWhatNobodyHasAcknowledged() {
    Operation elsewhere = read(new Asker(1, 1), Kind.REST_READ, Versions.of(0), 30, 31);

    assertThat(judge(write(1, 10, 90), read(1, 20, 21), elsewhere).total()).isZero();
  }

  @Test
  void anotherClientOrAnotherStatementMayStillSeeWhatWas() {
    Operation other = read(new Asker(2, 0), Kind.REST_READ, Versions.of(0), 30, 31);
    Operation sql = read(new Asker(1, 0), Kind.SQL_READ, Versions.of(0), 30, 31);

    assertThat(judge(write(1, 10, 90), read(1, 20, 21), other, sql).total()).isZero();
  }

  @Test
  void nobodySeesWhatNobodyHadBegunToWrite() {
    assertThat(judge(read(1, 5, 9), write(1, 10, 20)).count(Violation.PHANTOM)).isEqualTo(1);
  }

  @Test
  void whatWasSaidNotToBeExecutedIsNeverSeen() {
    Verdict verdict = judge(write(Outcome.NOT_DONE, 1, 10, 20), read(1, 30, 31));

    assertThat(verdict.count(Violation.NOT_EXECUTED)).isEqualTo(1);
  }

  @Test
  void rowsThatAreWrittenTogetherAreSeenTogether() {
    Operation torn = read(new Asker(1, 0), Kind.SQL_READ, new Versions(0, 1), 12, 13);

    assertThat(judge(write(1, 10, 20), torn).count(Violation.TORN)).isEqualTo(1);
  }

  private static Verdict judge(Operation... operations) {
    return Judge.judge(List.of(operations), 0);
  }

  private static Operation write(long version, long start, long end) {
    return write(Outcome.DONE, version, start, end);
  }

  private static Operation write(Outcome outcome, long version, long start, long end) {
    Asker writer = new Asker(0, 0);
    return new Operation(writer, 7, Kind.REST_WRITE, outcome, Versions.of(version), start, end);
  }

  private static Operation read(long version, long start, long end) {
    return read(new Asker(1, 0), Kind.REST_READ, Versions.of(version), start, end);
  }

  private static Operation read(Asker reader, Kind kind, Versions versions, long start, long end) {
    return new Operation(reader, 7, kind, Outcome.DONE, versions, start, end);
  }
}
