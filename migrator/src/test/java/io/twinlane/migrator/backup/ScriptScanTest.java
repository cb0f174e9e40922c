package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a dump's SQL tells without a database. */
class ScriptScanTest {

  @Test
  void rowsAndOwnersAreReadFromTheScript() throws IOException {
    String script =
        """
        CREATE TABLE public.users (id integer);
        ALTER TABLE public.users OWNER TO me;
        ALTER SCHEMA "My Schema" OWNER TO "Some ""one\""";
        COPY public.users (id, name) FROM stdin;
        1\tCOPY public.other (id) FROM stdin;
        2\t\\\\.
        \\.

        COPY "My Schema"."a ""b"".c" (id) FROM stdin;
        \\.
        COPY public.nothing  FROM stdin;
        """;

    ScriptScan scan =
        ScriptScan.of(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));

    assertThat(scan.rows())
        .containsEntry("public.users", 2L)
        .containsEntry("\"My Schema\".\"a \"\"b\"\".c\"", 0L)
        .hasSize(2);
    assertThat(scan.owners()).containsExactly("Some \"one\"", "me");
  }
}
