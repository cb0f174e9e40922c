package io.twinlane.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Failure.Unknown("i"), 503, "TWL002"),
        Arguments.of(new Failure.Unanswered("i"), 504, "TWL003"),
        Arguments.of(new Failure.Unexpected(Expectation.single(), 2, 0), 406, "PGRST116"),
        Arguments.of(new Failure.Unexpected(new Expectation(null, 1L), 2, 0), 400, "PGRST124"),
        Arguments.of(new Failure.StillRunning(), 409, "TWL008"),
        Arguments.of(new Failure.KeyReused(), 422, "TWL009"),
        Arguments.of(new Failure.NotCached(), 504, "TWL006"),
        Arguments.of(new Failure.TooLarge(10), 507, "TWL004"),
        Arguments.of(new Failure.Internal("i"), 500, "TWL000"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureHasAStatusAndACode(Failure failure, int status, String code) {
    Problem problem = LaneProblem.of(failure);

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whatWasNotExecutedMayBeRepeated(Reason reason) {
    Problem problem = LaneProblem.of(new Failure.Busy(reason));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.details()).isEqualTo("outcome: not executed");
    assertThat(problem.headers()).containsKey("Retry-After");
  }

  @Test
  void whatMayHaveHappenedIsSaidToBeUnknown() {
    Problem problem = LaneProblem.of(new Failure.Unknown("i"));

    assertThat(problem.details()).asString().startsWith("outcome: unknown");
    assertThat(problem.headers()).doesNotContainKey("Retry-After");
  }

  @ParameterizedTest
  @CsvSource({
    "08006,503",
    "09000,500",
    "0LP01,403",
    "0P000,403",
    "21000,500",
    "22P02,400",
    "23502,400",
    "23503,409",
    "23505,409",
    "25006,405",
    "25P02,500",
    "28000,403",
    "2D000,500",
    "38000,500",
    "39000,500",
    "3B000,500",
    "40001,503",
    "42501,403",
    "42601,400",
    "42703,400",
    "42883,404",
    "42P01,404",
    "42P17,500",
    "53100,503",
    "53400,500",
    "54001,500",
    "55006,500",
    "55P03,503",
    "40P01,503",
    "57P02,503",
    "57P03,503",
    "57014,504",
    "57P01,503",
    "58000,500",
    "F0000,500",
    "HV000,500",
    "P0001,400",
    "P0002,500",
    "XX000,500"
  })
  void aSqlstateHasItsStatus(String state, int status) {
    assertThat(LaneProblem.of(new Failure.Refused(state, "message", null, null, 0)).status())
        .isEqualTo(status);
  }

  @Test
  void whoHasNotSaidWhoHeIsMayTryToSaySo() {
    Problem problem =
        LaneProblem.of(new Failure.Refused("42501", "no", null, null, 0)).forAnonymous();

    assertThat(problem.status()).isEqualTo(401);
    assertThat(problem.headers()).containsEntry("WWW-Authenticate", "Bearer");
  }

  @Test
  void theBodyHasAllFourKeys() {
    assertThat(Problem.path().body())
        .hasToString(
            "{\"code\":\"PGRST125\",\"details\":null,\"hint\":null,\"message\":\"Invalid path"
                + " specified in request URL\"}");
  }
}
