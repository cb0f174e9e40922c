package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.Statement.RoutineFlag;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of roles, rights, functions and settings made into {@link Statement}s. */
final class AccessReader {

  private static final Pattern PASSWORD =
      Pattern.compile("\\bpassword\\b\\s*(=\\s*[^\\s']|E?'[^'])", Pattern.CASE_INSENSITIVE);

  private static final Set<String> POWERS =
      Set.of("SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION");

  private AccessReader() {}

  /** Empty if the statement is none of those. */
  static Optional<List<Statement>> statements(ParserRuleContext context) {
    return Optional.ofNullable(statement(context)).map(List::of);
  }

  private static @Nullable Statement statement(ParserRuleContext context) {
    return switch (context) {
      case Create_user_or_role_statementContext c -> role(Tree.identifier(c.name), c);
      case Alter_user_or_role_statementContext c when c.user_name() != null ->
          role(Tree.identifier(c.user_name()), c);
      case Create_user_mapping_statementContext c -> secret(c);
      case Alter_user_mapping_statementContext c -> secret(c);
      case Create_subscription_statementContext c -> secret(c);
      case Alter_subscription_statementContext c -> secret(c);
      case Rule_commonContext c -> rights(c);
      case Alter_default_privileges_statementContext c ->
          standardRights(c.abbreviated_grant_or_revoke());
      case Create_function_statementContext c -> routine(c);
      case Alter_function_statementContext c -> altered(c);
      case Set_statementContext c when c.set_action().session_local_option() != null ->
          setting(c.set_action().session_local_option());
      case Script_transactionContext c when c.lock_table() == null ->
          new Statement.TransactionControl(Tree.word(c));
      default -> null;
    };
  }

  private static Statement role(String name, ParserRuleContext c) {
    List<String> powers =
        Tree.all(c, ParserRuleContext.class).stream()
            .filter(each ->
                each instanceof User_or_role_or_group_common_optionContext
                    || each instanceof User_or_role_common_optionContext)
            .map(Tree::word)
            .filter(POWERS::contains)
            .distinct()
            .toList();
    boolean password =
        Tree.all(c, User_or_role_or_group_common_optionContext.class).stream()
            .anyMatch(each -> each.password != null && readable(Tree.literal(each.password)));
    return new Statement.Role(name, powers, password);
  }

  /** Whether who reads the file can log in with it. */
  private static boolean readable(String password) {
    return !password.isEmpty() && !password.startsWith("SCRAM-SHA-256$");
  }

  private static Statement secret(ParserRuleContext c) {
    return PASSWORD.matcher(Tree.text(c)).find()
        ? new Statement.Secret(Tree.word(c).toLowerCase(Locale.ROOT))
        : new Statement.Other(false);
  }

  private static Statement rights(Rule_commonContext c) {
    if (c.other_rules() != null) {
      Other_rulesContext other = c.other_rules();
      return other.GRANT() == null
          ? new Statement.Other(false)
          : new Statement.GrantRole(
              Tree.names(other.names_references()).stream().map(Name::name).toList(),
              roles(other.roles_names()));
    }
    List<String> privileges =
        c.permissions() == null
            ? words(c.columns_permissions().table_column_privileges())
            : words(c.permissions().permission());
    String on = Tree.text(c.rule_member_object());
    List<String> roles = roles(c.roles_names());
    return Tree.word(c).equals("GRANT")
        ? new Statement.Grant(privileges, on, roles)
        : new Statement.Revoke(privileges, on, roles);
  }

  private static Statement standardRights(Abbreviated_grant_or_revokeContext c) {
    if (c.grant_to_rule() == null) {
      return new Statement.Other(false);
    }
    List<String> words =
        c.children.stream()
            .map(child -> child.getText().toUpperCase(Locale.ROOT).replace("PRIVILEGES", ""))
            .filter(word -> !word.equals(",") && !word.isEmpty())
            .toList();
    int on = words.indexOf("ON");
    return new Statement.Grant(
        words.subList(1, on), words.get(on + 1), roles(c.grant_to_rule().roles_names()));
  }

  private static List<String> words(List<? extends ParserRuleContext> contexts) {
    return contexts.stream().map(Tree::word).toList();
  }

  private static List<String> roles(Roles_namesContext c) {
    return c.role_name_with_group().stream()
        .map(each -> Tree.identifier(each.user_name()))
        .toList();
  }

  private static Statement routine(Create_function_statementContext c) {
    Set<RoutineFlag> flags = flags(c.function_actions_common());
    if (c.function_body() != null) {
      flags.add(RoutineFlag.BOUND);
    }
    String language = "sql";
    String body = "";
    for (Function_actions_commonContext each : c.function_actions_common()) {
      language = each.lang_name == null ? language : Tree.identifier(each.lang_name);
      body = each.function_def() == null ? body : Tree.literal(each.function_def().definition);
    }
    Name name = Tree.name(c.function_parameters().schema_qualified_name());
    return new Statement.CreateRoutine(name, flags, language, body);
  }

  private static Statement altered(Alter_function_statementContext c) {
    if (c.function_parameters() == null) {
      return new Statement.Other(false);
    }
    Name name = Tree.name(c.function_parameters().schema_qualified_name());
    return c.function_actions_common().isEmpty()
        ? DropReader.moved(ObjectKind.ROUTINE, name, c)
        : new Statement.AlterRoutine(name, flags(c.function_actions_common()));
  }

  private static Set<RoutineFlag> flags(List<Function_actions_commonContext> actions) {
    Set<RoutineFlag> flags = EnumSet.noneOf(RoutineFlag.class);
    for (Function_actions_commonContext each : actions) {
      if (each.DEFINER() != null) {
        flags.add(RoutineFlag.SECURITY_DEFINER);
      }
      if (each.IMMUTABLE() != null || each.STABLE() != null) {
        flags.add(RoutineFlag.STEADY);
      }
      if (each.session_local_option() != null
          && Tree.text(each.session_local_option())
              .toLowerCase(Locale.ROOT)
              .startsWith("search_path")) {
        flags.add(RoutineFlag.SEARCH_PATH);
      }
    }
    return flags;
  }

  private static Statement setting(Session_local_optionContext c) {
    if (c.zone_value() != null) {
      return new Statement.Setting("timezone", unquoted(Tree.text(c.zone_value())));
    }
    if (c.config_param == null || c.set_statement_value() == null) {
      return new Statement.Other(true);
    }
    return new Statement.Setting(
        Tree.identifier(c.config_param), unquoted(Tree.text(c.set_statement_value())));
  }

  private static String unquoted(String value) {
    return value.replace("'", "").strip().toLowerCase(Locale.ROOT);
  }
}
