package io.twinlane.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.gateway.rest.RestRequest.Terms;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.MediaHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

  private static final Catalog CATALOG =
      new Catalog(
          Tables.CATALOG.schemas(),
          Tables.CATALOG.types(),
          Map.of(),
          Map.of(),
          List.of(
              handler("public.orders", "text/tab-separated-values", "text"),
              handler(null, "image/png", "bytea")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                             | application/json",
        "*/*                                          | application/json",
        ",                                            | application/json",
        "; q=1, application/json                      | application/json",
        "application/json                             | application/json",
        "text/html, application/json;q=0.9, */*;q=0.1 | application/json",
        "text/csv                                     | text/csv",
        "application/vnd.pgrst.object+json            | application/vnd.pgrst.object+json",
        "application/vnd.pgrst.object                 | application/vnd.pgrst.object+json",
        "application/json;q=0.5, application/vnd.pgrst.object+json | "
            + "application/vnd.pgrst.object+json",
        "application/vnd.pgrst.array+json             | application/vnd.pgrst.array+json"
      })
  void theFormThatTheClientLikesMostIsTaken(String header, String media) {
    assertThat(chosen(header, "").contentType()).isEqualTo(media + "; charset=utf-8");
  }

  @Test
  void aFormThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> chosen("video/mpeg", ""))
        .isInstanceOfSatisfying(
            RestException.class, e -> assertThat(e.problem().status()).isEqualTo(406));
  }

  @Test
  void aHandlerOfTheRelationTakesWholeRowsOnly() {
    assertThat(chosen("text/tab-separated-values", "").contentType())
        .isEqualTo("text/tab-separated-values");
    assertThatThrownBy(() -> chosen("text/tab-separated-values", "select=id"))
        .isInstanceOf(RestException.class);
  }

  @Test
  void aHandlerOfAnyRowsTakesWhatWasSelected() {
    assertThat(chosen("image/png", "select=id").contentType()).isEqualTo("image/png");
  }

  private static Accept chosen(String header, String query) {
    Terms terms =
        new Terms(
            Preferences.parse(List.of(), false),
            AcceptHeader.parse(header),
            Accept.JSON,
            CacheDirectives.NONE,
            false,
            null,
            false,
            false,
            false);
    RestRequest request =
        new RestRequest(
            Verb.READ,
            "public",
            "orders",
            QueryParser.parse(query, false),
            terms,
            Optional.empty(),
            Optional.empty());
    return Negotiation.choose(request, Planner.plan(request, CATALOG, Tables.LIMITS), CATALOG);
  }

  private static MediaHandler handler(@Nullable String relation, String media, String below) {
    return new MediaHandler(
        "public.made",
        relation,
        relation == null ? "anyelement" : relation,
        new ColumnType(below, "public.\"" + media + '"', Json.TEXT));
  }
}
