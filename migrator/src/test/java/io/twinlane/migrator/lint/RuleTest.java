package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.lint.Lint.Selection;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each rule a file that breaks it, and one that is close to it and does not. */
class RuleTest {

  private static final String BEFORE =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE DOMAIN label AS text CHECK (VALUE <> '');
      CREATE TABLE b (id bigint PRIMARY KEY, name text);
      CREATE TABLE a (
        id bigint PRIMARY KEY, n integer, v varchar(20) UNIQUE, r text NOT NULL DEFAULT 'x', m mood,
        b_id bigint REFERENCES b (id), at timestamp);
      CREATE INDEX a_n_idx ON a (n);
      CREATE INDEX a_b_id_idx ON a (b_id);
      ALTER TABLE a ADD CONSTRAINT a_n_check CHECK (n > 0);
      CREATE VIEW v AS SELECT * FROM a;
      CREATE FUNCTION f() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE SEQUENCE s;
      CREATE MATERIALIZED VIEW w AS SELECT * FROM a;
      CREATE TABLE p (at date NOT NULL, x integer) PARTITION BY RANGE (at);
      CREATE TABLE p_1 (at date NOT NULL, x integer);
      CREATE TABLE q (at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE q_rest PARTITION OF q DEFAULT;
      CREATE TABLE secret (id bigint PRIMARY KEY, tenant text);
      ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
      CREATE POLICY secret_mine ON secret USING (tenant = current_user);
      CREATE POLICY secret_not ON secret AS RESTRICTIVE USING (tenant <> 'x');
      """;

  record Case(Rule rule, String breaks, String keeps) {}

  static Stream<Case> cases() {
    return Stream.of(
        of(Rule.UNREADABLE, "DROP TABLE ${name};", "SELECT '${name}';"),
        of(
            Rule.DYNAMIC_SQL,
            "DO $$ DECLARE q text; BEGIN SELECT x INTO q FROM t; EXECUTE q; END $$;",
            "DO $$ BEGIN EXECUTE 'SELECT 1'; END $$;"),
        of(
            Rule.ALLOW_WITHOUT_REASON,
            "-- allow: drop-table:\nDROP TABLE a;",
            "-- allow: drop-table: it was never used\nDROP TABLE a;"),
        of(
            Rule.UNUSED_ALLOW,
            "-- allow: drop-table: why\nSELECT 1;",
            "-- allow: drop-table: why\nDROP TABLE a;"),
        of(Rule.DROP_TABLE, "DROP TABLE IF EXISTS A;", "-- deferred\nDROP TABLE a;"),
        of(
            Rule.DROP_TABLE,
            "DROP TABLE a; CREATE TABLE a (id bigint PRIMARY KEY);",
            "CREATE TABLE x (id bigint PRIMARY KEY); DROP TABLE x;"),
        of(
            Rule.DROP_COLUMN,
            "ALTER TABLE a DROP n;",
            "ALTER TABLE a ADD x integer; ALTER TABLE a DROP x;"),
        of(Rule.DROP_VIEW, "DROP VIEW v;", "DROP VIEW v; CREATE VIEW v AS SELECT 1 AS x;"),
        of(
            Rule.DROP_ROUTINE,
            "DROP FUNCTION f();",
            "DROP FUNCTION f(); CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT 1';"),
        of(Rule.DROP_SEQUENCE, "DROP SEQUENCE s;", "CREATE SEQUENCE s2; DROP SEQUENCE s2;"),
        of(Rule.DROP_SCHEMA, "DROP SCHEMA old;", "CREATE SCHEMA old; DROP SCHEMA old;"),
        of(Rule.DROP_DATABASE, "DROP DATABASE old;", "COMMENT ON DATABASE old IS 'DROP DATABASE';"),
        of(Rule.DROP_EXTENSION, "DROP EXTENSION citext;", "CREATE EXTENSION citext;"),
        of(Rule.DROP_OWNED, "DROP OWNED BY me;", "REASSIGN OWNED BY me TO you;"),
        of(Rule.DROP_CASCADE, "DROP VIEW v CASCADE;", "DROP VIEW v RESTRICT;"),
        of(
            Rule.DROP_UNIQUE_CONSTRAINT,
            "ALTER TABLE a DROP CONSTRAINT a_v_key;",
            "ALTER TABLE a DROP CONSTRAINT a_n_check;"),
        of(
            Rule.DROP_CONSTRAINT,
            "ALTER TABLE a DROP CONSTRAINT a_n_check;",
            "ALTER TABLE a DROP CONSTRAINT a_n_check, ADD CONSTRAINT a_n_check CHECK (n > 1) NOT VALID;"),
        of(Rule.DROP_TYPE, "DROP TYPE mood;", "CREATE TYPE x AS ENUM ('a'); DROP TYPE x;"),
        of(
            Rule.DROP_POLICY,
            "DROP POLICY secret_mine ON secret;",
            "DROP POLICY secret_mine ON secret; CREATE POLICY mine ON secret USING (tenant = 'a');"),
        of(
            Rule.DROP_RESTRICTIVE_POLICY,
            "DROP POLICY secret_not ON secret;",
            "DROP POLICY secret_mine ON secret;"),
        of(
            Rule.DROP_TRIGGER,
            "DROP TRIGGER t ON a;",
            "DROP TRIGGER t ON a; CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();"),
        of(Rule.DROP_OBJECT, "DROP PUBLICATION p;", "ALTER PUBLICATION p ADD TABLE a;"),
        of(
            Rule.RENAME_TABLE,
            "ALTER TABLE a RENAME TO z;",
            "ALTER TABLE a RENAME TO z; CREATE VIEW a AS SELECT * FROM z;"),
        of(
            Rule.RENAME_COLUMN,
            "ALTER TABLE a RENAME n TO z;",
            "ALTER TABLE a RENAME CONSTRAINT a_n_check TO z;"),
        of(Rule.RENAME_OBJECT, "ALTER VIEW v RENAME TO z;", "ALTER INDEX a_n_idx RENAME TO z;"),
        of(
            Rule.RENAME_SCHEMA,
            "ALTER SCHEMA old RENAME TO new;",
            "CREATE SCHEMA old; ALTER SCHEMA old RENAME TO new;"),
        of(
            Rule.RENAME_ENUM_VALUE,
            "ALTER TYPE mood RENAME VALUE 'sad' TO 'low';",
            "CREATE TYPE x AS ENUM ('a'); ALTER TYPE x RENAME VALUE 'a' TO 'b';"),
        of(
            Rule.MOVE_SCHEMA,
            "ALTER TABLE a SET SCHEMA z;",
            "ALTER TABLE a SET SCHEMA z; CREATE VIEW a AS SELECT * FROM z.a;"),
        of(
            Rule.CHANGE_COLUMN_TYPE,
            "ALTER TABLE a ALTER n TYPE bigint;",
            "ALTER TABLE a ALTER v TYPE varchar(30);"),
        of(
            Rule.CHANGE_COLUMN_TYPE,
            "ALTER TABLE a ALTER v TYPE varchar(30) USING lower(v);",
            "ALTER TABLE a ALTER v TYPE text USING v::text;"),
        of(
            Rule.CHANGE_COLUMN_TYPE,
            "ALTER TABLE a ALTER at TYPE timestamptz;",
            "SET timezone = 'UTC'; ALTER TABLE a ALTER at TYPE timestamptz;"),
        of(
            Rule.ADD_REQUIRED_COLUMN,
            "ALTER TABLE a ADD x integer NOT NULL;",
            "ALTER TABLE a ADD x integer NOT NULL DEFAULT 0;"),
        of(
            Rule.SET_NOT_NULL,
            "ALTER TABLE a ALTER n SET NOT NULL;",
            "ALTER TABLE a ALTER r SET NOT NULL;"),
        of(
            Rule.DROP_NOT_NULL,
            "ALTER TABLE a ALTER r DROP NOT NULL;",
            "ALTER TABLE a ALTER r SET DEFAULT 'y';"),
        of(
            Rule.DROP_DEFAULT,
            "ALTER TABLE a ALTER r DROP DEFAULT;",
            "ALTER TABLE a ALTER n DROP DEFAULT;"),
        of(
            Rule.VOLATILE_DEFAULT,
            "ALTER TABLE a ADD x uuid DEFAULT gen_random_uuid();",
            "ALTER TABLE a ADD x timestamptz DEFAULT now(), ADD y integer DEFAULT f();"),
        of(
            Rule.GENERATED_STORED_COLUMN,
            "ALTER TABLE a ADD x integer GENERATED ALWAYS AS (n + 1) STORED;",
            "ALTER TABLE a ADD x integer GENERATED ALWAYS AS (n + 1) VIRTUAL;"),
        of(
            Rule.SERIAL_COLUMN,
            "ALTER TABLE a ADD x bigint GENERATED ALWAYS AS IDENTITY;",
            "CREATE TABLE x (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"),
        of(
            Rule.CONSTRAINED_DOMAIN_COLUMN,
            "ALTER TABLE a ADD x label;",
            "ALTER TABLE a ADD x text;"),
        of(
            Rule.CREATE_INDEX,
            "CREATE UNIQUE INDEX ON public.a (r);",
            "CREATE INDEX CONCURRENTLY ON a (r);"),
        of(Rule.CREATE_INDEX, "CREATE INDEX x ON ONLY a (r);", "CREATE INDEX x ON ONLY p (x);"),
        of(Rule.DROP_INDEX, "DROP INDEX a_n_idx;", "DROP INDEX CONCURRENTLY a_n_idx;"),
        of(Rule.REINDEX, "REINDEX (VERBOSE) TABLE a;", "REINDEX (CONCURRENTLY) TABLE a;"),
        of(
            Rule.FOREIGN_KEY,
            "ALTER TABLE a ADD FOREIGN KEY (n) REFERENCES b;",
            "ALTER TABLE a ADD FOREIGN KEY (n) REFERENCES b NOT VALID;"),
        of(
            Rule.FOREIGN_KEY_IN_NEW_COLUMN,
            "ALTER TABLE a ADD x bigint REFERENCES b;",
            "CREATE TABLE x (id bigint PRIMARY KEY REFERENCES b);"),
        of(
            Rule.CHECK_CONSTRAINT,
            "ALTER TABLE a ADD CHECK (n > 0);",
            "ALTER TABLE a ADD CHECK (n > 0) NOT VALID;"),
        of(
            Rule.UNIQUE_CONSTRAINT,
            "ALTER TABLE a ADD UNIQUE (n);",
            "ALTER TABLE a ADD CONSTRAINT a_u UNIQUE USING INDEX a_u;"),
        of(
            Rule.EXCLUSION_CONSTRAINT,
            "ALTER TABLE a ADD EXCLUDE USING gist (n WITH =);",
            "CREATE TABLE x (id bigint PRIMARY KEY, n integer, EXCLUDE USING gist (n WITH =));"),
        of(
            Rule.VALIDATE_AT_ONCE,
            "ALTER TABLE a ADD CONSTRAINT x CHECK (n > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT x;",
            "ALTER TABLE a VALIDATE CONSTRAINT x;"),
        of(
            Rule.DOMAIN_CONSTRAINT,
            "ALTER DOMAIN label ADD CHECK (VALUE <> 'x');",
            "ALTER DOMAIN label ADD CHECK (VALUE <> 'x') NOT VALID;"),
        of(
            Rule.CONSTRAINED_DOMAIN,
            "CREATE DOMAIN x AS text NOT NULL;",
            "CREATE DOMAIN x AS text;"),
        of(
            Rule.CONCURRENTLY_MIXED,
            "ALTER TABLE a ADD x integer; CREATE INDEX CONCURRENTLY ON a (n);",
            "SET statement_timeout = 0; CREATE INDEX CONCURRENTLY ON a (n);"),
        of(
            Rule.CONCURRENTLY_SEVERAL,
            "CREATE INDEX CONCURRENTLY ON a (n); CREATE INDEX CONCURRENTLY ON a (r);",
            "DROP INDEX CONCURRENTLY IF EXISTS x; CREATE INDEX CONCURRENTLY x ON a (r);"),
        of(
            Rule.CONCURRENTLY_IF_NOT_EXISTS,
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS x ON a (n);",
            "CREATE INDEX CONCURRENTLY x ON a (n);"),
        of(
            Rule.CONCURRENTLY_ON_PARTITIONED,
            "CREATE INDEX CONCURRENTLY ON p (x);",
            "CREATE INDEX ON ONLY p (x);"),
        of(Rule.TRANSACTION_CONTROL, "SELECT 1; COMMIT;", "SAVEPOINT x; RELEASE x;"),
        of(
            Rule.VALIDATE_AT_ONCE,
            "ALTER TABLE a ADD CONSTRAINT x CHECK (n > 0) NOT VALID, VALIDATE CONSTRAINT x;",
            "ALTER TABLE a VALIDATE CONSTRAINT x; ALTER TABLE a ADD y integer;"),
        of(
            Rule.LOCK_TIMEOUT_OFF,
            "SELECT set_config('lock_timeout', '0', false);",
            "SELECT set_config('lock_timeout', '5s', false);"),
        of(Rule.LOCK_TIMEOUT_OFF, "SET LOCAL lock_timeout TO '0';", "SET lock_timeout = '5s';"),
        of(Rule.UPDATE_EVERY_ROW, "UPDATE a SET n = 1;", "UPDATE a SET n = 1 WHERE id = 7;"),
        of(
            Rule.UPDATE_EVERY_ROW,
            "DO $$ BEGIN UPDATE a SET n = 1 WHERE n IS NULL; END $$;",
            "CREATE FUNCTION g() RETURNS void LANGUAGE sql AS 'UPDATE a SET n = 1';"),
        of(
            Rule.UPDATE_EVERY_ROW,
            "CREATE FUNCTION g() RETURNS void LANGUAGE sql AS 'UPDATE a SET n = 1'; SELECT g();",
            "CREATE TABLE x (id bigint PRIMARY KEY); UPDATE x SET id = 1;"),
        of(
            Rule.DELETE_EVERY_ROW,
            "WITH d AS (DELETE FROM a RETURNING *) SELECT * FROM d;",
            "DELETE FROM a WHERE v IN ('x', 'y');"),
        of(
            Rule.DELETE_EVERY_ROW,
            "PREPARE d AS DELETE FROM a WHERE id = id;",
            "DELETE FROM a USING (VALUES (1)) AS x (id) WHERE a.id = x.id;"),
        of(
            Rule.TRUNCATE,
            "DO $$ BEGIN EXECUTE 'TRUNCATE ' || quote_ident('a'); END $$;",
            "CREATE TEMP TABLE x (id bigint); TRUNCATE x;"),
        of(
            Rule.BACKFILL_WITH_SCHEMA_CHANGE,
            "ALTER TABLE a ADD x integer; UPDATE a SET x = n WHERE n > 10;",
            "ALTER TABLE a ADD x integer; UPDATE a SET x = 1 WHERE id = 3;"),
        of(
            Rule.BACKFILL_IN_MIGRATION,
            "UPDATE a SET r = 'y' WHERE r = 'z';",
            "UPDATE a SET r = 'y' WHERE v = 'z';"),
        of(Rule.LOCK_TABLE, "LOCK TABLE a;", "LOCK TABLE a IN ROW EXCLUSIVE MODE;"),
        of(Rule.VACUUM_FULL, "VACUUM (FULL, ANALYZE) a;", "VACUUM (FULL false) a;"),
        of(Rule.CLUSTER, "CLUSTER a USING a_n_idx;", "ALTER TABLE a CLUSTER ON a_n_idx;"),
        of(
            Rule.REFRESH_MATERIALIZED_VIEW,
            "REFRESH MATERIALIZED VIEW w;",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY w;"),
        of(Rule.SET_LOGGED, "ALTER TABLE a SET LOGGED;", "ALTER TABLE a SET (fillfactor = 70);"),
        of(
            Rule.SET_UNLOGGED,
            "ALTER TABLE a SET UNLOGGED;",
            "CREATE TABLE x (id bigint PRIMARY KEY); ALTER TABLE x SET UNLOGGED;"),
        of(
            Rule.UNLOGGED_TABLE,
            "CREATE UNLOGGED TABLE x (id bigint PRIMARY KEY);",
            "CREATE TEMP TABLE x (id bigint PRIMARY KEY);"),
        of(
            Rule.SET_TABLESPACE,
            "ALTER INDEX a_n_idx SET TABLESPACE fast;",
            "CREATE TABLE x (id bigint PRIMARY KEY) TABLESPACE fast;"),
        of(
            Rule.SET_ACCESS_METHOD,
            "ALTER TABLE a SET ACCESS METHOD heap;",
            "CREATE TABLE x (id bigint PRIMARY KEY) USING heap;"),
        of(
            Rule.ATTACH_PARTITION,
            "ALTER TABLE p ATTACH PARTITION p_1 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
            "CREATE TABLE x (LIKE p); ALTER TABLE p ATTACH PARTITION x FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');"),
        of(
            Rule.PARTITION_BESIDE_DEFAULT,
            "CREATE TABLE x PARTITION OF q FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
            "CREATE TABLE x PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');"),
        of(
            Rule.DETACH_PARTITION,
            "ALTER TABLE p DETACH PARTITION p_1;",
            "ALTER TABLE p DETACH PARTITION p_1 CONCURRENTLY;"),
        of(
            Rule.CREATE_PARTITION_OF,
            "CREATE TABLE x PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
            "CREATE TABLE x (LIKE p INCLUDING ALL);"),
        of(
            Rule.TRIGGER_ON_EXISTING_TABLE,
            "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();",
            "CREATE TABLE x (id bigint PRIMARY KEY); CREATE TRIGGER t AFTER INSERT ON x FOR EACH ROW EXECUTE FUNCTION f();"),
        of(
            Rule.DISABLE_TRIGGER,
            "ALTER TABLE a DISABLE TRIGGER ALL;",
            "ALTER TABLE a ENABLE TRIGGER ALL;"),
        of(
            Rule.DISABLE_TRIGGER,
            "SET session_replication_role = replica;",
            "SET session_replication_role = origin;"),
        of(
            Rule.ENUM_VALUE_USED_AT_ONCE,
            "ALTER TYPE mood ADD VALUE 'happy'; UPDATE a SET m = 'happy' WHERE id = 1;",
            "ALTER TYPE mood ADD VALUE 'happy';"),
        of(
            Rule.ENUM_VALUE_MIXED,
            "ALTER TYPE mood ADD VALUE 'happy'; ALTER TABLE a ADD x integer;",
            "ALTER TYPE mood ADD VALUE 'happy';"),
        of(
            Rule.DISABLE_ROW_SECURITY,
            "ALTER TABLE secret DISABLE ROW LEVEL SECURITY;",
            "ALTER TABLE secret FORCE ROW LEVEL SECURITY;"),
        of(
            Rule.ROW_SECURITY_WITHOUT_POLICY,
            "ALTER TABLE a ENABLE ROW LEVEL SECURITY;",
            "ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY x ON a USING (id > 0);"),
        of(
            Rule.TABLE_WITHOUT_ROW_SECURITY,
            "CREATE TABLE x (id bigint PRIMARY KEY);",
            "CREATE TABLE x (id bigint PRIMARY KEY); ALTER TABLE x ENABLE ROW LEVEL SECURITY;"),
        of(
            Rule.OPEN_POLICY,
            "CREATE POLICY x ON secret USING (true);",
            "CREATE POLICY x ON secret FOR SELECT USING (true);"),
        of(
            Rule.VIEW_OVER_ROW_SECURITY,
            "CREATE VIEW x AS SELECT * FROM secret;",
            "CREATE VIEW x WITH (security_invoker = true) AS SELECT * FROM secret;"),
        of(
            Rule.GRANT_TO_PUBLIC,
            "GRANT ALL ON a TO PUBLIC;",
            "GRANT EXECUTE ON FUNCTION f() TO PUBLIC; GRANT ALL ON a TO reader;"),
        of(
            Rule.GRANT_TO_PUBLIC,
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;"),
        of(Rule.REVOKE, "REVOKE SELECT ON a FROM reader;", "REVOKE ALL ON a FROM PUBLIC;"),
        of(
            Rule.SECURITY_DEFINER,
            "CREATE FUNCTION g() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';",
            "CREATE FUNCTION g() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';"),
        of(
            Rule.POWERFUL_ROLE,
            "ALTER ROLE me BYPASSRLS;",
            "ALTER ROLE me NOBYPASSRLS NOSUPERUSER;"),
        of(Rule.POWERFUL_ROLE, "GRANT pg_read_all_data TO me;", "GRANT readers TO me;"),
        of(
            Rule.PASSWORD_IN_FILE,
            "CREATE ROLE me LOGIN PASSWORD 'x';",
            "CREATE ROLE me LOGIN PASSWORD NULL;"),
        of(
            Rule.IDENTIFIER_TOO_LONG,
            "ALTER TABLE a ADD " + "x".repeat(64) + " text;",
            "ALTER TABLE a ADD " + "x".repeat(63) + " text;"),
        of(
            Rule.INTEGER_PRIMARY_KEY,
            "CREATE TABLE x (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
            "CREATE TABLE x (id integer PRIMARY KEY REFERENCES b);"),
        of(
            Rule.SERIAL_INSTEAD_OF_IDENTITY,
            "CREATE TABLE x (id bigserial PRIMARY KEY);",
            "CREATE TABLE x (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"),
        of(Rule.JSON_COLUMN, "ALTER TABLE a ADD x json;", "ALTER TABLE a ADD x jsonb;"),
        of(
            Rule.TIMESTAMP_WITHOUT_TIME_ZONE,
            "ALTER TABLE a ADD x timestamp(3);",
            "ALTER TABLE a ADD x timestamp with time zone;"),
        of(
            Rule.CHAR_COLUMN,
            "ALTER TABLE a ADD x character(3);",
            "ALTER TABLE a ADD x character varying(3);"),
        of(Rule.MONEY_COLUMN, "ALTER TABLE a ADD x money;", "ALTER TABLE a ADD money numeric;"),
        of(
            Rule.TABLE_WITHOUT_PRIMARY_KEY,
            "CREATE TABLE x (n integer);",
            "CREATE TABLE x (n integer); ALTER TABLE x ADD PRIMARY KEY (n);"),
        of(
            Rule.FOREIGN_KEY_WITHOUT_INDEX,
            "CREATE TABLE x (id bigint PRIMARY KEY, b_id bigint REFERENCES b);",
            "CREATE TABLE x (id bigint PRIMARY KEY, b_id bigint REFERENCES b); CREATE INDEX ON x (b_id, id);"),
        of(
            Rule.WIDE_INDEX,
            "CREATE INDEX CONCURRENTLY ON a (n, r, v, m);",
            "CREATE INDEX CONCURRENTLY ON a (n, r, v) INCLUDE (m);"),
        of(
            Rule.RESTART_SEQUENCE,
            "SELECT setval('s', 1);",
            "SELECT setval('s', (SELECT max(id) FROM a));"));
  }

  private static Case of(Rule rule, String breaks, String keeps) {
    return new Case(rule, breaks, keeps);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatBreaksARuleIsFound(Case each) {
    List<Rule> found = rules(each.breaks());

    assertThat(found).contains(each.rule());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatKeepsARuleIsLeftAlone(Case each) {
    List<Rule> found = rules(each.keeps());

    assertThat(found).doesNotContain(each.rule()).doesNotContain(unread(each.rule()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSafeWayCanBeRead(Case each) {
    List<Statement> safe =
        findings(each.breaks()).stream()
            .flatMap(finding -> Grammar.read(finding.safe()).stream())
            .flatMap(written -> written.parts().stream())
            .map(Written.Part::statement)
            .toList();

    assertThat(safe).noneMatch(Statement.Unread.class::isInstance);
  }

  @Test
  void everyRuleHasACase() {
    Set<Rule> covered = EnumSet.noneOf(Rule.class);

    cases().forEach(each -> covered.add(each.rule()));

    assertThat(Arrays.asList(Rule.values())).isSubsetOf(covered);
  }

  /** What is not read breaks no rule; that must not be why. */
  private static Rule unread(Rule rule) {
    return rule == Rule.UNREADABLE ? Rule.DYNAMIC_SQL : Rule.UNREADABLE;
  }

  private static List<Rule> rules(String sql) {
    return findings(sql).stream().map(Finding::rule).toList();
  }

  private static List<Finding> findings(String sql) {
    return Lint.check(
        List.of(new SqlFile("before.sql", BEFORE), new SqlFile("after.sql", sql)),
        Selection.of(Set.of("after.sql")));
  }
}
