package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.RoutineFlag;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules for who may do what. */
final class AccessRules {

  /** Rights that every role has anyway, or that show nothing. */
  private static final Set<String> HARMLESS =
      Set.of("USAGE", "EXECUTE", "CONNECT", "TEMP", "TEMPORARY");

  private static final Set<String> POWERFUL =
      Set.of(
          "pg_execute_server_program",
          "pg_read_server_files",
          "pg_write_server_files",
          "pg_read_all_data",
          "pg_write_all_data",
          "pg_maintain",
          "postgres",
          "rds_superuser",
          "cloudsqlsuperuser");

  private AccessRules() {}

  static void look(Sight sight, Statement.CreateRoutine create) {
    NameRules.look(sight, create.routine());
    if (create.has(RoutineFlag.SECURITY_DEFINER)
        && !create.has(RoutineFlag.SEARCH_PATH)
        && !create.has(RoutineFlag.BOUND)) {
      definer(sight, create.routine());
    }
  }

  static void look(Sight sight, Statement.AlterRoutine alter) {
    boolean path =
        sight
            .known()
            .routine(alter.routine())
            .map(known -> known.has(RoutineFlag.SEARCH_PATH) || known.has(RoutineFlag.BOUND))
            .orElse(false);
    if (alter.flags().contains(RoutineFlag.SECURITY_DEFINER)
        && !alter.flags().contains(RoutineFlag.SEARCH_PATH)
        && !path) {
      definer(sight, alter.routine());
    }
  }

  static void look(Sight sight, Statement.CreateView create) {
    NameRules.look(sight, create.view());
    boolean secured =
        create.reads().stream()
            .anyMatch(
                table -> sight.known().table(table).filter(known -> known.rowSecurity).isPresent());
    if (secured && !create.invoker()) {
      sight.tell(
          Rule.VIEW_OVER_ROW_SECURITY,
          "Who may read %s reads what its owner may, past the policies of its tables."
              .formatted(create.view().quoted()),
          create.kind() == Statement.ObjectKind.VIEW
              ? "ALTER VIEW %s SET (security_invoker = true);".formatted(create.view().quoted())
              : "REVOKE ALL ON %s FROM PUBLIC;".formatted(create.view().quoted()));
    }
  }

  static void look(Sight sight, Statement.CreatePolicy policy) {
    NameRules.look(sight, policy.policy());
    if (policy.kind() == Statement.PolicyKind.OPEN) {
      sight.tell(
          Rule.OPEN_POLICY,
          "Every role with a right to %s changes every row of it, whatever its other policies say."
              .formatted(policy.table().quoted()),
          "CREATE POLICY %1$s ON %2$s FOR ALL TO the_role USING (the_owner = current_user) WITH CHECK (the_owner = current_user);"
              .formatted(Name.quoted(policy.policy()), policy.table().quoted()));
    }
  }

  private static void definer(Sight sight, Name routine) {
    boolean later =
        sight
            .file()
            .parts()
            .anyMatch(statement ->
                statement instanceof Statement.AlterRoutine alter
                    && alter.routine().key().equals(routine.key())
                    && alter.flags().contains(RoutineFlag.SEARCH_PATH));
    if (!later) {
      sight.tell(
          Rule.SECURITY_DEFINER,
          "%s runs with its owner's rights but the caller's search_path: a caller can put an object of its own in the way."
              .formatted(routine.quoted()),
          "ALTER FUNCTION %s(the_arguments) SET search_path = '';\n-- and every name in its body with its schema"
              .formatted(routine.quoted()));
    }
  }

  static void look(Sight sight, Statement.Grant grant) {
    boolean table =
        !grant
            .on()
            .toUpperCase(Locale.ROOT)
            .matches("(?s)(FUNCTION|PROCEDURE|ROUTINE|TYPE|DOMAIN|LANGUAGE).*");
    boolean more = grant.privileges().stream().anyMatch(privilege -> !HARMLESS.contains(privilege));
    if (table && more && grant.roles().contains("public")) {
      sight.tell(
          Rule.GRANT_TO_PUBLIC,
          "Every role, also one that is made later, has %s on %s."
              .formatted(String.join(", ", grant.privileges()), grant.on()),
          "GRANT %s ON %s TO the_role_that_needs_it;"
              .formatted(String.join(", ", grant.privileges()), grant.on()));
    }
  }

  static void look(Sight sight, Statement.GrantRole grant) {
    List<String> powerful = grant.roles().stream().filter(POWERFUL::contains).toList();
    if (!powerful.isEmpty()) {
      sight.tell(
          Rule.POWERFUL_ROLE,
          "%s gets what %s may: no right of a table holds it back."
              .formatted(String.join(", ", grant.members()), String.join(", ", powerful)),
          "GRANT SELECT ON the_table TO %s;".formatted(Name.quoted(grant.members().getFirst())));
    }
  }

  static void look(Sight sight, Statement.Revoke revoke) {
    if (!revoke.roles().contains("public")) {
      sight.tell(
          Rule.REVOKE,
          "What %s does with %s on %s fails at once."
              .formatted(
                  String.join(", ", revoke.roles()),
                  String.join(", ", revoke.privileges()),
                  revoke.on()),
          "-- after a release that does without");
    }
  }

  static void look(Sight sight, Statement.Role role) {
    if (!role.powers().isEmpty()) {
      sight.tell(
          Rule.POWERFUL_ROLE,
          "With %s no right or policy holds %s back."
              .formatted(String.join(", ", role.powers()), role.name()),
          "ALTER ROLE %s NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION;\n-- and the rights that it needs, one by one"
              .formatted(Name.quoted(role.name())));
    }
    if (role.passwordGiven()) {
      password(sight, "ALTER ROLE " + Name.quoted(role.name()) + " LOGIN;");
    }
  }

  static void look(Sight sight, Statement.Secret secret) {
    password(sight, "-- the same without the password, which an administrator adds by hand");
  }

  private static void password(Sight sight, String safe) {
    sight.tell(
        Rule.PASSWORD_IN_FILE,
        "Whoever can read the repository, a backup of it or the server's log can log in.",
        safe + "\n-- the password by hand, in psql: \\password");
  }
}
