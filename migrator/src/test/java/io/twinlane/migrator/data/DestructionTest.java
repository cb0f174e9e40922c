package io.twinlane.migrator.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.data.Destruction.Found;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestructionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM users",
        "delete\nfrom users",
        "Truncate users",
        "DROP TABLE users",
        "ALTER TABLE users ADD x int",
        "UPDATE users SET name = 'x'",
        "/* only */ /* a /* nested */ remark */ DELETE FROM users",
        "-- a remark\nDELETE FROM users",
        "WITH gone AS (DELETE FROM users RETURNING *) INSERT INTO old SELECT * FROM gone",
        "with changed as materialized (update users set name = '' returning 1) select 1",
        "EXPLAIN ANALYZE DELETE FROM users",
        "PREPARE p AS DELETE FROM users",
        "COPY (DELETE FROM users RETURNING *) TO '/tmp/x'",
        "MERGE INTO users USING x ON true WHEN MATCHED THEN DELETE",
        "MERGE INTO users USING x ON true WHEN MATCHED THEN UPDATE SET name = ''",
        "CREATE RULE r AS ON INSERT TO users DO ALSO DELETE FROM orders",
        "DO $$ BEGIN DELETE FROM users; END $$",
        "DO $body$ BEGIN EXECUTE 'TRUNCATE ' || 'users'; END $body$",
        "DO 'BEGIN DROP TABLE users; END'",
        "DO E'BEGIN \\nDROP TABLE users; END'",
        "CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM users $$",
        "SELECT 'it''s'; DELETE FROM users",
        "SELECT E'it\\'s'; DELETE FROM users",
        "SELECT $a$ ' $a$; DELETE FROM users"
      })
  void whatRemovesOrChangesRowsIsFound(String sql) {
    assertThat(first(sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO users (name) VALUES ('DELETE FROM users')",
        "INSERT INTO users (name) VALUES ('it''s; DELETE FROM users')",
        "INSERT INTO users (name) VALUES (E'it\\'s; DELETE FROM users')",
        "INSERT INTO users (name) VALUES ($$ DROP TABLE users $$)",
        "INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        "INSERT INTO rights (\"delete\", \"update\") VALUES (true, false)",
        "INSERT INTO rights SELECT o.delete FROM old o",
        "INSERT INTO logs (deleted, dropped, update_time) VALUES (1, 2, 3) -- DELETE FROM logs",
        "SELECT id FROM users FOR UPDATE",
        "SELECT id FROM users FOR NO KEY UPDATE",
        "CREATE TABLE x (id int REFERENCES y ON DELETE CASCADE ON UPDATE CASCADE)",
        "CREATE TEMP TABLE x (id int) ON COMMIT DROP",
        "CREATE TABLE x (what text DEFAULT 'delete me')",
        "GRANT SELECT, UPDATE, DELETE ON users TO reader",
        "MERGE INTO users USING x ON true WHEN NOT MATCHED THEN INSERT VALUES (1)",
        "DO $$ BEGIN INSERT INTO users VALUES (1); -- DELETE nothing\n END $$",
        "SELECT setval('users_id_seq', 10)"
      })
  void whatOnlyAddsIsNot(String sql) {
    assertThat(first(sql)).isEmpty();
  }

  @Test
  void theLineIsThatOfTheWord() {
    Optional<Found> found =
        first(
            "-- a remark\nSELECT 1;\n\n/* two\nlines */\nWITH x AS (\n  DELETE FROM a)\nSELECT 1;");

    assertThat(found).contains(new Found("DELETE", 7));
  }

  @Test
  void theLineInsideABodyIsThatOfTheFile() {
    Optional<Found> found = first("SELECT 1;\nDO $$\nBEGIN\n  TRUNCATE users;\nEND $$;");

    assertThat(found).contains(new Found("TRUNCATE", 4));
  }

  private static Optional<Found> first(String sql) {
    return Destruction.first(Script.of(new SqlFile("10_test.sql", sql)));
  }
}
