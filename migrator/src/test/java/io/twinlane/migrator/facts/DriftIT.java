package io.twinlane.migrator.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every single change of the drift set is found, and most are mended. */
class DriftIT {

  /** What no statement takes back without losing something, or none that the facts can know. */
  private static final Set<String> NOT_MENDED =
      Set.of(
          // a column that is made again stands at the end
          "column-dropped",
          "column-renamed",
          "column-order-changed",
          "column-generated-dropped",
          // PostgreSQL takes no label from an enum, and a new name may be a new label
          "enum-value-added",
          "enum-value-inserted",
          "enum-value-renamed",
          "type-renamed",
          "text-search-dictionary-option-changed",
          // by hand in the catalogs
          "language-trusted-changed");

  /** By hand in the catalogs as well; PostgreSQL 15 has a script from the claimed version on. */
  private static final String EXTENSION_VERSION = "extension-version-changed";

  private static TestDatabase database;
  private static int version;
  private static Facts expected;

  @BeforeAll
  static void create() throws SQLException {
    database = TestDatabase.create();
    version = Integer.parseInt(database.query("show server_version_num")) / 10_000;
    database.execute(DriftChange.text("setup.sql"));
    try (Connection connection = database.connect()) {
      expected = Facts.read(connection);
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  static Stream<DriftChange> inside() {
    return DriftChange.of("changes.sql", version).filter(change -> !change.outside());
  }

  static Stream<DriftChange> outside() {
    return DriftChange.of("changes.sql", version).filter(DriftChange::outside);
  }

  static Stream<DriftChange> ofCluster() {
    return DriftChange.of("cluster.sql", version);
  }

  static Stream<DriftChange> known() {
    return inside().filter(change -> !change.name().equals(EXTENSION_VERSION));
  }

  @ParameterizedTest
  @MethodSource("inside")
  void aSingleChangeIsFound(DriftChange change) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(change.sql());

      List<Difference> differences = Facts.between(expected, Facts.read(connection));

      assertThat(differences).isNotEmpty();
      connection.rollback();
    }
  }

  @ParameterizedTest
  @MethodSource("outside")
  void aChangeOutsideATransactionIsFound(DriftChange change) throws SQLException {
    try (TestDatabase copy = TestDatabase.create()) {
      copy.execute(DriftChange.text("setup.sql"));
      copy.execute(change.sql());
      try (Connection connection = copy.connect()) {
        List<Difference> differences = Facts.between(expected, Facts.read(connection));

        assertThat(differences).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofCluster")
  void aChangeOfTheClusterIsFound(DriftChange change) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Facts before = Facts.readCluster(connection);
      statement.execute(change.sql());
      try {
        List<Difference> differences = Facts.between(before, Facts.readCluster(connection));

        assertThat(differences).isNotEmpty();
      } finally {
        statement.execute(change.undo());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void aChangeIsMendedUnlessItIsKnownThatItCannotBe(DriftChange change) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(change.sql());

      boolean mended = mend(connection) && digest(connection).equals(expected.digest());

      assertThat(mended).isEqualTo(!NOT_MENDED.contains(change.name()));
      connection.rollback();
    }
  }

  /** Twice, because what is made again has lost what was said of it. */
  private static boolean mend(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      for (int round = 0; round < 2; round++) {
        for (String sql : Facts.mending(Facts.between(expected, Facts.read(connection)))) {
          statement.execute(sql);
        }
      }
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  private static String digest(Connection connection) {
    return Facts.read(connection).digest();
  }
}
