package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody asks to have dumped, and what that means. */
class SelectionTest {

  private static final TableName USERS = new TableName("public", "users");
  private static final TableName MIXED = new TableName("public", "Users");
  private static final TableName OTHER = new TableName("other", "orders");
  private static final TableName OURS = new TableName("public", "orders");
  private static final TableName OWN = new TableName("twinlane", "schema_migrations");
  private static final List<TableName> ALL = List.of(USERS, MIXED, OTHER, OURS, OWN);

  @ParameterizedTest
  @CsvSource({
    "users, public.users",
    "Users, public.\"Users\"",
    "public.Users, public.\"Users\"",
    "public.\"Users\", public.\"Users\"",
    "other.orders, other.orders"
  })
  void aNameMeansOneTable(String name, String table) {
    assertThat(Selection.one(name, ALL)).hasToString(table);
  }

  @Test
  void aNameOfSeveralIsAskedBack() {
    assertThatThrownBy(() -> Selection.one("orders", ALL))
        .isInstanceOf(CommandException.class)
        .hasMessage("orders is one of several: say which of other.orders, public.orders");
  }

  @Test
  void pgDumpTakesNamesAsTheyAre() {
    Selection selection = new Selection(List.of(new TableName("s", "a\"*.b")), List.of(MIXED));

    assertThat(selection.arguments(Kind.DATA))
        .containsExactly(
            "--table=\"s\".\"a\"\"*.b\"",
            "--exclude-table=\"public\".\"Users\"",
            "--data-only",
            "--exclude-schema=twinlane");
  }

  @Test
  void rowsAloneAreWithoutTheHistoryOfTheSchema() {
    Selection everything = new Selection(List.of(), List.of());

    assertThat(everything.withRows(Kind.DATA, ALL)).doesNotContain(OWN).hasSize(4);
    assertThat(everything.withRows(Kind.FULL, ALL)).isEqualTo(ALL);
    assertThat(everything.withRows(Kind.SCHEMA, ALL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--file=x",
        "--fil",
        "-fx",
        "-Fd",
        "--format",
        "-d",
        "--snapshot=1",
        "-j4",
        "--sch"
      })
  void whatWouldPartADumpFromItsManifestIsRefused(String argument) {
    assertThatThrownBy(() -> request(argument))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(argument);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-owner", "--schema=a", "-n", "a", "--compress=9", "-x", "-v"})
  void otherArgumentsOfPgDumpAreTaken(String argument) {
    assertThat(request(argument).arguments()).containsExactly(argument);
  }

  private static ExportRequest request(String argument) {
    return new ExportRequest(
        Kind.FULL, DumpFormat.CUSTOM, List.of(), List.of(), List.of(argument), Path.of(""), false);
  }
}
