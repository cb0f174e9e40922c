package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer | bigint",
        "smallint | numeric",
        "character varying(20) | character varying(40)",
        "character varying(20) | character varying",
        "character varying(20) | text",
        "date | text",
        "real | double precision",
        "numeric(10,2) | numeric(12,2)",
        "numeric(10,2) | numeric(12,4)",
        "numeric(10,2) | numeric",
      })
  void aWiderTypeKeepsEveryValue(String from, String to) {
    assertThat(Widening.keeps(from, to)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint | integer",
        "integer | real",
        "character varying(20) | character varying(10)",
        "character varying | character varying(10)",
        "text | character varying(10)",
        "numeric(10,2) | numeric(10,4)",
        "numeric(10,2) | numeric(9,2)",
        "numeric(10,2) | numeric(12,1)",
        "numeric | numeric(12,1)",
        "text | integer",
        "timestamp with time zone | date",
      })
  void anotherTypeMayLoseValues(String from, String to) {
    assertThat(Widening.keeps(from, to)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET search_path = pg_catalog",
        "ALTER TABLE public.t OWNER TO me",
        "GRANT ALL ON TABLE public.t TO me",
        "REVOKE ALL ON TABLE public.t FROM me",
      })
  void whatSaysThatOneOwnsWhatOneMakesIsLeftOut(String sql) {
    assertThat(new Tidy("me").tidied(List.of(sql))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE public.t OWNER TO meadow",
        "GRANT SELECT ON TABLE public.t TO somebody",
        "COMMENT ON TABLE public.t IS 'OWNER TO me'",
      })
  void whatSaysSomethingOfOthersStays(String sql) {
    assertThat(new Tidy("me").tidied(List.of(sql))).containsExactly(sql);
  }

  @Test
  void defaultPrivilegesAreThoseOfWhoeverApplies() {
    assertThat(
            new Tidy("me")
                .tidied(
                    List.of("ALTER DEFAULT PRIVILEGES FOR ROLE me GRANT SELECT ON TABLES TO you")))
        .containsExactly("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO you");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SCHEMA twinlane",
        "DROP SCHEMA twinlane",
        "COMMENT ON SCHEMA twinlane IS NULL",
        "DROP TABLE twinlane.schema_migrations",
        "DROP FUNCTION twinlane.touch_updated_at()",
        "CREATE INDEX i ON twinlane.idempotency USING btree (key)",
        "ALTER TABLE ONLY twinlane.idempotency DROP COLUMN key",
        "REVOKE USAGE ON SCHEMA twinlane FROM PUBLIC",
        "REVOKE SELECT ON TABLE twinlane.schema_migrations FROM PUBLIC",
        "DROP TRIGGER tr ON twinlane.idempotency",
        "CREATE TRIGGER tr BEFORE UPDATE ON twinlane.idempotency FOR EACH ROW EXECUTE FUNCTION f()",
      })
  void theMigratorsOwnSchemaIsSpared(String sql) {
    assertThat(Reserved.spared(List.of(sql))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE OR REPLACE FUNCTION twinlane.f() RETURNS integer LANGUAGE sql AS 'select 1'",
        "CREATE TRIGGER tr BEFORE UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION twinlane.f()",
        "ALTER TABLE public.t ALTER COLUMN id SET DEFAULT twinlane.prefixed_id('x')",
        "CREATE TABLE public.twinlane (id integer)",
        "COMMENT ON TABLE public.t IS 'see SCHEMA twinlane'",
      })
  void whatOnlyUsesTheMigratorsOwnSchemaStays(String sql) {
    assertThat(Reserved.spared(List.of(sql))).containsExactly(sql);
  }
}
