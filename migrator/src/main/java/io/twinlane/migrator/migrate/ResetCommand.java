package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.data.Seeds;
import io.twinlane.migrator.history.Development;
import io.twinlane.migrator.history.LockFile;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.MigrationLock;
import io.twinlane.schema.settings.Environment;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reset}: a development database from nothing. */
@Command(
    name = "reset",
    description = {
      "Drops everything in a development or test database and builds it anew.",
      "Applies all migrations and loads the seeds. Refused elsewhere, whatever the options, and"
          + " for a database that was ever migrated as staging or production."
    },
    footer = {"", "Example: twinlane reset --env test"})
public final class ResetCommand implements Callable<Integer> {

  /** All that is not PostgreSQL's own, and then what every new database has. */
  private static final String WIPE =
      """
      do $$
      declare
        doomed text;
      begin
        for doomed in select format('drop event trigger %I', evtname) from pg_event_trigger
        loop execute doomed; end loop;
        for doomed in select format('drop publication %I', pubname) from pg_publication
        loop execute doomed; end loop;
        for doomed in select format('drop extension if exists %I cascade', extname)
          from pg_extension where extname <> 'plpgsql'
        loop execute doomed; end loop;
        for doomed in select format('drop schema if exists %I cascade', nspname)
          from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
        loop execute doomed; end loop;
        for doomed in select format('drop foreign data wrapper if exists %I cascade', fdwname)
          from pg_foreign_data_wrapper
        loop execute doomed; end loop;
        create schema public;
        grant usage on schema public to public;
        comment on schema public is 'standard public schema';
        if pg_has_role(current_user, 'pg_database_owner', 'member') or
            (select rolsuper from pg_roles where rolname = current_user) then
          alter schema public owner to pg_database_owner;
        end if;
      end $$\
      """;

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--no-seed", description = "Leave the tables empty.")
  private boolean noSeed;

  @Override
  public Integer call() {
    Environment env = options.environment();
    MigrationTerms terms = MigrationTerms.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    Development.only(settings, "reset");
    options.guard(settings);
    Console console = options.console();
    wipe(settings, terms, console);
    LockFile.of(settings.schema()).rewrite(MigrationFile.all(settings.schema()));
    Caution caution = new Caution(settings, console, Optional.empty(), false);
    new Migrations(settings.database(), settings.schema(), terms, console)
        .migrate(new Request(Optional.empty(), true, caution));
    if (!noSeed) {
      new Seeds(settings.database(), settings.schema())
          .load(settings.environment())
          .forEach(file -> console.tell("loaded", "loaded " + file, Map.of("file", file)));
    }
    return 0;
  }

  private static void wipe(MigratorSettings settings, MigrationTerms terms, Console console) {
    try (MigrationLock lock =
            MigrationLock.take(settings.database(), terms.turnPatience(), console);
        Statement statement = lock.observer().createStatement()) {
      statement.execute(WIPE);
    } catch (SQLException e) {
      throw new CommandException("the database cannot be emptied: " + e.getMessage(), e);
    }
    console.tell("emptied", "dropped everything in the database", Map.of());
  }
}
