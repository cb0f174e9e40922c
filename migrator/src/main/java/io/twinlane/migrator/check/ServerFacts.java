package io.twinlane.migrator.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.facts.Fact;
import io.twinlane.migrator.facts.Facts;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What concerns the whole server, and the database as a whole: roles, memberships, settings, rights
 * to connect. A scratch database on the same server shares it, so that it is compared with what was
 * remembered after the last run that applied something.
 */
final class ServerFacts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ServerFacts() {}

  static void remember(Connection live) throws SQLException {
    String text = place(live) + "\n" + encoded(Facts.readCluster(live));
    new Journal(live).add(new Entry(Event.SERVER, "", -1, "", text));
  }

  /** What differs from what was remembered; empty if nothing was, or of another database. */
  static Optional<List<Difference>> changes(Connection live) throws SQLException {
    String here = place(live) + "\n";
    return new Journal(live)
        .last(Event.SERVER)
        .filter(text -> text.startsWith(here))
        .map(text -> decoded(text.substring(here.length())))
        .map(remembered -> Facts.between(remembered, Facts.readCluster(live)));
  }

  /** A database that was restored elsewhere brings its journal, but not its server. */
  private static String place(Connection live) throws SQLException {
    try (Statement statement = live.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select oid || ' ' || datname from pg_database where datname = current_database()")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String encoded(Facts facts) {
    try {
      return JSON.writeValueAsString(
          facts.all().stream()
              .map(fact ->
                  List.of(fact.kind(), fact.identity(), fact.value(), fact.mend(), fact.remove()))
              .toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Facts decoded(String text) {
    try {
      return Facts.of(
          JSON.readValue(text, new TypeReference<List<List<String>>>() {}).stream()
              .map(
                  fact -> new Fact(fact.get(0), fact.get(1), fact.get(2), fact.get(3), fact.get(4)))
              .toList());
    } catch (JsonProcessingException e) {
      throw new CommandException("the journal holds facts that cannot be read", e);
    }
  }
}
