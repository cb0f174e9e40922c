package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The making of a database's contents from a dump: its SQL is given to psql, which stops at the
 * first error. That way both formats are one, and a dump that ends too soon is never committed.
 *
 * @param before statements that come first
 * @param atOnce whether all is one transaction; what a database that may be dropped does without,
 *     since one transaction cannot hold the locks of very many tables
 */
record Restoration(
    ClientTools tools, Database target, List<String> before, boolean atOnce, Console console) {

  /** The first version that knows a setting which later tools write whatever the server is. */
  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  private static final String TRANSACTION_TIMEOUT = "SET transaction_timeout = 0;";
  private static final String LAST_OF_HEAD = "SET client_encoding";
  private static final int HEAD_LINES_MAX = 100;
  private static final int BUFFER_BYTES = 1 << 16;

  Restoration {
    before = List.copyOf(before);
  }

  /**
   * Does it.
   *
   * @throws CommandException at the first error, with the words of the tool that met it
   */
  void run(Dump dump) {
    boolean older = ClientTools.majorOf(target) < TRANSACTION_TIMEOUT_SINCE;
    try (DumpScript script = DumpScript.of(dump, tools, target);
        ToolRun psql = ToolRun.start(tools, target.url(), Redirect.DISCARD, words())) {
      try {
        feed(new BufferedInputStream(script.text(), BUFFER_BYTES), psql.input(), older);
      } catch (IOException e) {
        // psql has gone, and says why, or else the script has broken off
        if (psql.endsSoon()) {
          psql.requireSuccess();
        }
        throw new CommandException("the dump cannot be given to psql: " + e.getMessage(), e);
      }
      // first, as the end of its input is what psql commits at
      script.requireWhole();
      psql.input().close();
      psql.requireSuccess();
    } catch (IOException e) {
      throw new CommandException("psql cannot be reached: " + e.getMessage(), e);
    }
  }

  private List<String> words() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--no-password",
                "--set=ON_ERROR_STOP=1",
                ToolEnvironment.argument(target.url()),
                "--file=-"));
    if (atOnce) {
      words.add("--single-transaction");
    }
    return words;
  }

  private void feed(InputStream script, OutputStream psql, boolean older) throws IOException {
    for (String statement : before) {
      psql.write((statement + ";\n").getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < HEAD_LINES_MAX; i++) {
      String line = line(script);
      if (!older || !line.strip().equals(TRANSACTION_TIMEOUT)) {
        psql.write(line.getBytes(StandardCharsets.ISO_8859_1));
      }
      if (line.isEmpty() || line.startsWith(LAST_OF_HEAD)) {
        break;
      }
    }
    copy(script, psql);
  }

  private void copy(InputStream script, OutputStream psql) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = 0;
    for (int read = script.read(buffer); read >= 0; read = script.read(buffer)) {
      psql.write(buffer, 0, read);
      done += read;
      console.progress("restore, bytes of SQL", done, 0);
    }
    psql.flush();
  }

  /** The next line with its end, byte for byte; empty when there is none. */
  private static String line(InputStream script) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int letter = script.read(); letter >= 0; letter = script.read()) {
      line.write(letter);
      if (letter == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
