package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a session remembers of sequences, where all statements of SQL over HTTP go to one session of
 * one user, each as if it were another client's.
 */
class SequencesIT {

  private static final String ADD = "insert into numbered (text) values ($1) returning id";

  private static RunningSuite suite;
  private static SqlClient client;

  @BeforeAll
  static void start() {
    suite = RunningSuite.startUnmigrated(Map.of("SQL_POOL_MAX", "1"));
    suite.migrate();
    suite.awaitReady();
    String user = "counts_" + suite.database.name().substring(0, 12);
    suite.database.askForPassword(user);
    suite.database.execute(
        """
        create table numbered (id bigint generated always as identity, text text);
        create sequence blocks cache 50;
        create table told (number bigint default lastval(), text text);
        create function given(number bigint default lastval()) returns bigint language sql stable
          as 'select number';
        create domain later as bigint check (value > lastval());
        create function last_one() returns bigint language sql stable as 'select lastval()';
        create role %1$s login password 'p';
        grant all on numbered, told to %1$s;
        grant all on sequence blocks, numbered_id_seq to %1$s;
        """
            .formatted(user));
    client = SqlClient.of(suite, user, "p").on("/direct/sql");
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  /** Once it was asked for, what a statement writes is known from the catalog. */
  @BeforeEach
  void add() {
    for (int i = 0; i < 3; i++) {
      client.rows(ADD, "one");
    }
  }

  @Test
  void nobodySeesTheLastNumberOfAnother() {
    assertUnknown("select lastval()");
    assertUnknown("select currval('numbered_id_seq')");
    assertUnknown("select last_one()");
    assertUnknown("select given()");
    assertUnknown("select 5::later");
    assertUnknown("do $$ begin perform lastval(); end $$");
    assertUnknown("insert into told (text) values ('x')");
  }

  @Test
  void aStatementSeesItsOwn() {
    for (int i = 0; i < 3; i++) {
      add();
      String seen =
          client.rows("with n as (select nextval('blocks') as n) select n = lastval() from n");

      assertThat(seen).isEqualTo("[[\"t\"]]");
    }
  }

  @Test
  void numbersThatWereTakenAheadAreUsedByWhoComesNext() {
    next();
    next();
    long first = next();
    client.rows(ADD, "two");

    assertThat(next()).isEqualTo(first + 1);
  }

  private static long next() {
    return Long.parseLong(client.rows("select nextval('blocks')").replaceAll("\\D", ""));
  }

  /** Three times, so that it is also asked as one whose reach is known. */
  private void assertUnknown(String sql) {
    for (int i = 0; i < 3; i++) {
      add();
      HttpResponse<String> answer = client.ask(sql);
      assertThat(new JsonObject(answer.body()).getString("code"))
          .as(sql + ": " + answer.body())
          .isEqualTo("55000");
    }
  }
}
