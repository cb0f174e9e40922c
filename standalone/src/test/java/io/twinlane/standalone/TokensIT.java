package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that are believed and those that are not, on tables with row-level security. */
class TokensIT {

  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String HS256 = "{\"alg\":\"HS256\"}";
  private static RunningSuite suite;
  private static String member;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.start(
            Map.of("JWT_SECRET", SECRET, "JWT_AUDIENCE", "here", "CACHE_ENABLED", "true"));
    member = "member_" + suite.database.name();
    suite.database.execute(
        """
        create role %1$s nologin;
        create table secrets (owner text, word text);
        insert into secrets values ('ann', 'a'), ('bob', 'b');
        alter table secrets enable row level security;
        create policy own on secrets
          using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
        grant select on secrets to %1$s;
        create table open_words (word text);
        insert into open_words values ('everybody''s');
        grant select on open_words to %1$s;
        create table shelves (word text);
        insert into shelves values ('1'), ('2');
        alter table shelves enable row level security;
        create policy asked on shelves
          using (word = current_setting('request.headers', true)::json ->> 'x-shelf');
        grant select on shelves to %1$s;
        create table notes (text text);
        grant insert on notes to %1$s;
        """
            .formatted(member));
    RunningSuite.await(() -> as("ann").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.database.execute("drop owned by %1$s; drop role %1$s".formatted(member));
    suite.close();
  }

  @Test
  void everybodySeesTheirOwnRowsAlsoFromTheCache() {
    for (int i = 0; i < 3; i++) {
      assertThat(as("ann").body()).isEqualTo("[{\"word\":\"a\"}]");
      assertThat(as("bob").body()).isEqualTo("[{\"word\":\"b\"}]");
    }
    assertThat(as("ann").headers().firstValue("Cache-Control").orElse("")).contains("private");
  }

  /** Nothing in the statement can tell them apart, and the test above shows where something can. */
  @Test
  void whoSeesTheSameMaySeeTheSameAnswer() {
    RunningSuite.await(() -> fromCache(read("ann", "open_words")));
    assertThat(fromCache(read("bob", "open_words"))).isTrue();
    assertThat(read("bob", "open_words").body()).isEqualTo("[{\"word\":\"everybody's\"}]");
  }

  @Test
  void nobodyActsWithoutAToken() {
    assertThat(suite.get("/rest/v1/secrets").statusCode()).isEqualTo(401);
    assertThat(suite.get("/rest/v1/secrets").body()).contains("PGRST302");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'alg':'none'}               | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'None'}               | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS512'}              | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'RS256'}              | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS256','jwk':{}}     | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS256','jku':'http'} | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS256','x5c':[]}     | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS256','crit':[]}    | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS256','kid':7}      | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':7}                    | {'role':'MEMBER'}                  | PGRST301",
        "{}                           | {'role':'MEMBER'}                  | PGRST301",
        "{'alg':'HS256'}              | {'role':'MEMBER','role':'x'}       | PGRST301",
        "{'alg':'HS256'}              | not json                           | PGRST301",
        "{'alg':'HS256'}              | {'role':'MEMBER','exp':1}          | PGRST303",
        "{'alg':'HS256'}              | {'role':'MEMBER','exp':'soon'}     | PGRST303",
        "{'alg':'HS256'}              | {'role':'MEMBER','nbf':99999999999} | PGRST303",
        "{'alg':'HS256'}              | {'role':'MEMBER','iat':99999999999} | PGRST303",
        "{'alg':'HS256'}              | {'role':'MEMBER','aud':'there'}    | PGRST303",
        "{'alg':'HS256'}              | {'role':'MEMBER','aud':['x','y']}  | PGRST303",
        "{'alg':'HS256'}              | {'role':'MEMBER','aud':7}          | PGRST303",
        "{'alg':'HS256'}              | {'sub':'ann'}                      | PGRST302"
      })
  void aTokenThatIsNotBelievedIsTold(String header, String claims, String code) {
    String token =
        signed(header.replace('\'', '"'), claims.replace('\'', '"').replace("MEMBER", member));

    refused(token, code);
  }

  @Test
  void whatIsNoTokenOrIsSignedByNobodyKnownIsRefused() {
    String good = signed(HS256, "{\"role\":\"" + member + "\"}");

    refused(good.substring(0, good.lastIndexOf('.') + 1), "PGRST301");
    refused(good.substring(0, good.lastIndexOf('.')), "PGRST301");
    refused(good + "x".repeat(9_000), "PGRST301");
    refused(good.substring(0, good.length() - 3) + "abc", "PGRST301");
    refused("a.b.c", "PGRST301");
  }

  /** Whoever is not believed learns nothing of the tables, and changes nothing. */
  @Test
  void whoAsksIsKnownBeforeAnythingElse() {
    assertThat(suite.get("/rest/v1/no_such_table").statusCode()).isEqualTo(401);
    assertThat(suite.get("/rest/v1/secrets?select=no_such_column").statusCode()).isEqualTo(401);
    assertThat(suite.send("PATCH", "/rest/v1/secrets", "{}").statusCode()).isEqualTo(401);
    assertThat(suite.post("/rest/v1/batch", "[{\"path\":\"/no_such_table\"}]").statusCode())
        .isEqualTo(401);
    assertThat(suite.get("/rest/v1/no_such_table", "Authorization", "Bearer a.b.c").statusCode())
        .isEqualTo(401);
  }

  /** A key belongs to its user, not to the role, and outlives the token. */
  @Test
  void twoUsersOfOneRoleMayUseTheSameIdempotencyKey() {
    assertThat(note("ann", 4_000_000_000L).headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(note("bob", 4_000_000_000L).headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(note("ann", 4_000_000_001L).headers().firstValue("Idempotency-Replayed"))
        .contains("true");
    assertThat(suite.database.query("select count(*) from notes")).isEqualTo("2");
  }

  private static HttpResponse<String> note(String user, long expires) {
    HttpResponse<String> answer =
        suite.post(
            "/rest/v1/notes",
            "{\"text\":\"x\"}",
            "Idempotency-Key",
            "k",
            "Authorization",
            "Bearer "
                + signed(
                    HS256,
                    "{\"role\":\"%s\",\"sub\":\"%s\",\"exp\":%d}"
                        .formatted(member, user, expires)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer;
  }

  private static void refused(String token, String code) {
    HttpResponse<String> answer = suite.get("/rest/v1/secrets", "Authorization", "Bearer " + token);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.body()).contains(code);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
  }

  /** A proxy may give each request a number of its own, and a token is another one each hour. */
  @Test
  void anAnswerThatDependsOnClaimsIsKeptWhateverElseIsDifferent() {
    as("ann");
    RunningSuite.await(() -> fromCache(as("ann")));

    HttpResponse<String> again = read("ann", "secrets", "X-Request-Id", "one-of-its-own");

    assertThat(fromCache(again)).isTrue();
    assertThat(again.body()).isEqualTo("[{\"word\":\"a\"}]");
    assertThat(as("bob").body()).isEqualTo("[{\"word\":\"b\"}]");
  }

  @Test
  void anAnswerThatDependsOnAHeaderIsKeptForThatHeaderAlone() {
    for (int i = 0; i < 3; i++) {
      for (String shelf : List.of("1", "2")) {
        assertThat(read("ann", "shelves", "X-Shelf", shelf).body())
            .isEqualTo("[{\"word\":\"%s\"}]".formatted(shelf));
      }
    }
  }

  private static HttpResponse<String> as(String user) {
    return read(user, "secrets");
  }

  private static boolean fromCache(HttpResponse<String> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("").contains("hit");
  }

  private static HttpResponse<String> read(String user, String table) {
    return read(user, table, "X-Request-Id", "the-same");
  }

  private static HttpResponse<String> read(String user, String table, String header, String value) {
    return suite.get(
        "/rest/v1/" + table + "?select=word",
        header,
        value,
        "Authorization",
        "Bearer "
            + signed(
                HS256,
                "{\"role\":\"%s\",\"sub\":\"%s\",\"aud\":\"here\"}".formatted(member, user)));
  }

  private static String signed(String header, String claims) {
    return SignedToken.of(SECRET, header, claims);
  }
}
