package io.twinlane.migrator.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.facts.Difference.Changed;
import io.twinlane.migrator.facts.Difference.Missing;
import io.twinlane.migrator.facts.Difference.Unexpected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of statements, and which of them are left out. */
class MendingTest {

  private static Fact fact(String kind, String identity, String mend, String remove) {
    return new Fact(kind, identity, "", mend, remove);
  }

  @Test
  void aMissingTableBringsItsColumns() {
    List<Difference> differences =
        List.of(
            new Missing(fact("column", "public.t.a", "add a", "")),
            new Missing(fact("column type", "public.t.a", "type a", "")),
            new Missing(fact("index", "t_a_idx on public.t", "index a", "")),
            new Missing(fact("table", "public.t", "create t", "")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("create t", "index a");
  }

  @Test
  void anUnexpectedTableTakesAllWithItButTheKeysThatPointToIt() {
    List<Difference> differences =
        List.of(
            new Unexpected(fact("comment", "table public.t", "", "comment null")),
            new Unexpected(fact("foreign key", "u_fkey on public.u", "", "drop key")),
            new Unexpected(fact("grant", "table public.t to app", "", "revoke")),
            new Unexpected(fact("index", "t_a_idx on public.t", "", "drop index")),
            new Unexpected(fact("table", "public.t", "", "drop t")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("drop key", "drop t");
  }

  @Test
  void aTableWithAnotherNameKeepsItsOwn() {
    List<Difference> differences =
        List.of(
            new Unexpected(fact("index", "a on public.\"t.x\"", "", "drop index")),
            new Unexpected(fact("table", "public.t", "", "drop t")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("drop index", "drop t");
  }

  @Test
  void aViewComesAfterTheOneItReads() {
    List<Difference> differences =
        List.of(
            new Missing(
                fact("view", "public.a", "create view public.a as select from public.b", "")),
            new Missing(fact("view", "public.b", "create view public.b as select 1", "")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements)
        .containsExactly(
            "create view public.b as select 1", "create view public.a as select from public.b");
  }

  @Test
  void aViewGoesBeforeTheOneItReads() {
    List<Difference> differences =
        List.of(
            new Unexpected(
                fact("view", "public.b", "create view public.b as select from public.a", "drop b")),
            new Unexpected(fact("view", "public.a", "create view public.a as select 1", "drop a")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("drop b", "drop a");
  }

  @Test
  void aTypeGoesAfterTheColumnsThatHadIt() {
    List<Difference> differences =
        List.of(
            new Changed(
                fact("column type", "public.t.a", "type text", ""),
                fact("column type", "public.t.a", "type mood", "")),
            new Unexpected(fact("enum", "public.mood", "", "drop mood")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("type text", "drop mood");
  }

  @Test
  void aTableGoesAfterTheFunctionThatTakesItsRows() {
    List<Difference> differences =
        List.of(
            new Unexpected(
                fact(
                    "function",
                    "public.f(public.t)",
                    "create function public.f(public.t)",
                    "drop f")),
            new Unexpected(fact("table", "public.t", "create table public.t ()", "drop t")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("drop f", "drop t");
  }

  @Test
  void whatIsMadeAgainGoesBeforeItComes() {
    List<Difference> differences =
        List.of(
            new Changed(
                fact("domain", "public.d", "create new", "drop new"),
                fact("domain", "public.d", "create old", "drop old")),
            new Unexpected(
                fact(
                    "function",
                    "public.f(public.d)",
                    "create function public.f(public.d)",
                    "drop f")));

    List<String> statements = Facts.mending(differences);

    assertThat(statements).containsExactly("drop old", "create new", "drop f");
  }

  @Test
  void aChangedIndexIsMadeAgain() {
    Difference difference =
        new Changed(
            fact("index", "i on public.t", "create new", "drop new"),
            fact("index", "i on public.t", "create old", "drop old"));

    List<String> statements = difference.mend();

    assertThat(statements).containsExactly("drop old", "create new");
  }

  @Test
  void aFunctionIsReplacedUnlessItReturnsSomethingElse() {
    Fact whole = function("RETURNS integer\n LANGUAGE sql\nAS $$select 1$$");
    Fact otherBody = function("RETURNS integer\n LANGUAGE sql\nAS $$select 2$$");
    Fact otherType = function("RETURNS bigint\n LANGUAGE sql\nAS $$select 1$$");

    List<String> body = new Changed(whole, otherBody).mend();
    List<String> type = new Changed(whole, otherType).mend();

    assertThat(body).containsExactly("create");
    assertThat(type).containsExactly("drop", "create");
  }

  private static Fact function(String value) {
    return new Fact("function", "public.f()", value, "create", "drop");
  }
}
