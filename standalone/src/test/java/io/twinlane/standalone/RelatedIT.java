package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Related tables, functions, upserts and shapes of answers, as clients ask for them. */
class RelatedIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("DB_AGGREGATES_ENABLED", "true", "CACHE_ENABLED", "true"));
    suite.database.execute(
        """
        create table bands (id int primary key, name text not null, founded int default 1900);
        create table albums (id int primary key, band_id int references bands, title text, year int);
        create table tags (id int primary key, word text);
        create table tagged (
          album_id int references albums, tag_id int references tags, primary key (album_id, tag_id));
        create view records as select id, band_id as maker, title from albums;
        create function bands_by_year(since int) returns setof bands language sql stable as
          'select * from bands where founded >= since';
        create function add(a int, b int default 1) returns int language sql immutable as
          'select a + b';
        create function shout(bands) returns text language sql stable as 'select upper($1.name)';
        insert into bands values (1, 'Can', 1968), (2, 'Neu!', 1971), (3, 'Nobody', 2000);
        insert into albums values (1, 1, 'Tago Mago', 1971), (2, 1, 'Ege Bamyasi', 1972), (3, 2, 'Neu! 75', 1975);
        insert into tags values (1, 'krautrock'), (2, 'long');
        insert into tagged values (1, 1), (1, 2), (3, 1);
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/tagged").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "albums?select=title,bands(name)&id=eq.1 | [{'title':'Tago Mago','bands':{'name':'Can'}}]",
        "bands?select=name,albums(title)&id=eq.3 | [{'name':'Nobody','albums':[]}]",
        "bands?select=name,a:albums(title)&a.order=year.desc&a.limit=1&id=eq.1 | [{'name':'Can','a':[{'title':'Ege Bamyasi'}]}]",
        "bands?select=name,albums!inner()&albums.year=gt.1974 | [{'name':'Neu!'}]",
        "bands?select=name,albums()&albums=is.null | [{'name':'Nobody'}]",
        "albums?order=bands(name).desc,id&select=id,bands() | [{'id':3}, ~ {'id':1}, ~ {'id':2}]",
        "albums?select=title,...bands(band:name)&id=eq.3 | [{'title':'Neu! 75','band':'Neu!'}]",
        "tags?select=word,albums(id)&id=eq.2 | [{'word':'long','albums':[{'id':1}]}]",
        "records?select=title,bands(name)&id=eq.3 | [{'title':'Neu! 75','bands':{'name':'Neu!'}}]",
        "albums?select=band_id,count(),year.max()&order=band_id | [{'band_id':1,'count':2,'max':1972}, ~ {'band_id':2,'count':1,'max':1975}]",
        "bands?select=shout&id=eq.2 | [{'shout':'NEU!'}]",
        "rpc/bands_by_year?since=1970&select=name&order=name&limit=1 | [{'name':'Neu!'}]",
        "rpc/add?a=2 | 3"
      })
  void aRequestIsAnsweredAndAnsweredAgainFromTheCache(String request, String body) {
    String wanted = body.replace('\'', '"').replace('~', '\n');

    HttpResponse<String> first = suite.get("/rest/v1/" + request);
    HttpResponse<String> second = suite.get("/rest/v1/" + request);

    assertThat(first.body()).isEqualTo(wanted);
    assertThat(second.body()).isEqualTo(wanted);
    assertThat(second.headers().firstValue("Cache-Status").orElse("")).contains("; hit");
  }

  @Test
  void aWriteToARelatedTableEndsWhatWasCached() {
    String request = "/rest/v1/tags?select=word,albums(id)&id=eq.1";
    suite.get(request);

    suite.post("/rest/v1/tagged", "{\"album_id\":2,\"tag_id\":1}");
    HttpResponse<String> after = suite.get(request + "&albums.order=id");
    suite.send("DELETE", "/rest/v1/tagged?album_id=eq.2", null);

    assertThat(after.body()).contains("{\"id\":2}");
    assertThat(suite.get(request).body()).doesNotContain("{\"id\":2}");
  }

  @Test
  void aWriteGivesBackWhatIsRelated() {
    HttpResponse<String> changed =
        suite.send(
            "PATCH",
            "/rest/v1/albums?id=eq.3&select=year,bands(name)",
            "{\"year\":1975}",
            "Prefer",
            "return=representation");

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body()).isEqualTo("[{\"year\":1975,\"bands\":{\"name\":\"Neu!\"}}]");
  }

  @Test
  void aRowIsMergedOrNew() {
    String merge = "resolution=merge-duplicates,return=representation,missing=default";

    HttpResponse<String> known =
        suite.post("/rest/v1/tags", "{\"id\":2,\"word\":\"long\"}", "Prefer", merge);
    HttpResponse<String> fresh =
        suite.send("PUT", "/rest/v1/bands?id=eq.9", "{\"id\":9,\"name\":\"Faust\"}");
    suite.send("DELETE", "/rest/v1/bands?id=eq.9", null);

    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(fresh.statusCode()).isEqualTo(201);
  }

  @Test
  void linesAndStrippedNullsAreShapesToo() {
    assertThat(suite.get("/rest/v1/bands?select=id,name&id=eq.1", "Accept", "text/csv").body())
        .isEqualTo("id,name\n1,Can");
    assertThat(
            suite
                .get(
                    "/rest/v1/bands?select=id,albums(id)&id=eq.3",
                    "Accept",
                    "application/vnd.pgrst.object+json;nulls=stripped")
                .body())
        .isEqualTo("{\"id\":3,\"albums\":[]}");
  }

  @Test
  void aWayThatIsNotThereIsTold() {
    HttpResponse<String> none = suite.get("/rest/v1/tags?select=bands(*)");

    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("PGRST200");
    assertThat(suite.post("/rest/v1/rpc/nothing", "{}").statusCode()).isEqualTo(404);
  }
}
