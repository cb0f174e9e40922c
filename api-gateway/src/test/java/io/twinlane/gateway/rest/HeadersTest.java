package io.twinlane.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.gateway.http.Percent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {

  @Test
  void theFirstPreferenceOfAKindWins() {
    Preferences preferences =
        Preferences.parse(
            List.of("return=representation, count=exact", "return=minimal,tx=rollback"), true);

    assertThat(preferences.applied(true, true))
        .isEqualTo("return=representation, count=exact, tx=rollback");
  }

  @Test
  void anEndingIsIgnoredWhereClientsMayNotChooseIt() {
    assertThat(Preferences.parse(List.of("tx=rollback"), false).ending()).isEmpty();
  }

  @Test
  void anUnknownPreferenceIsAnErrorOnlyWhenStrict() {
    assertThat(Preferences.parse(List.of("anything=goes"), false).applied(true, true)).isEmpty();
    assertThatThrownBy(() -> Preferences.parse(List.of("handling=strict, anything=goes"), false))
        .isInstanceOfSatisfying(
            RestException.class, e -> assertThat(e.problem().code()).isEqualTo("PGRST122"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a+b | a b", "%41%c3%a9 | Aé", "100% | 100%", "%zz%4 | %zz%4", "%25plan% | %plan%"})
  void percentEncodingIsReadWithPatience(String encoded, String text) {
    assertThat(Percent.decodedQuery(encoded)).isEqualTo(text);
  }

  @Test
  void theLocationSortsItsParameters() {
    assertThat(QueryParser.sorted("select=a&b=eq.1&a=eq.2")).isEqualTo("?a=eq.2&b=eq.1&select=a");
    assertThat(QueryParser.sorted(null)).isEmpty();
  }
}
