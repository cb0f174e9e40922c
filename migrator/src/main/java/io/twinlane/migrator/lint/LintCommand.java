package io.twinlane.migrator.lint;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.lint.Lint.Selection;
import io.twinlane.migrator.lint.Rule.Level;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lint}: what is dangerous in the migrations, and how to do it safely. */
@Command(
    name = "lint",
    description = {
      "Names what would lock, rewrite, lose or open too much, and the safe way.",
      "Needs no database. A comment in front excuses a statement:",
      "  -- allow: the-rule: the reason"
    },
    footer = {
      "",
      "Exit status: 0 nothing dangerous, 2 wrong usage, 3 something dangerous, with --strict anything.",
      "",
      "Example: twinlane lint --since 20261101120000 --format github"
    })
public final class LintCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(
      paramLabel = "FILES",
      description =
          "The migrations to check; their neighbours tell what was there. Without any: all.")
  private List<Path> files = List.of();

  @Option(
      names = "--since",
      paramLabel = "VERSION",
      description = "Checks the files after this version, which are released together.")
  private String since = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, or github for annotations in a pull request.")
  private Format format = Format.text;

  @Option(names = "--strict", description = "Advice ends with status 3 as well.")
  private boolean strict;

  @Option(names = "--rules", description = "Prints all rules.")
  private boolean rules;

  /** How findings are printed. Constants are written as on the command line. */
  enum Format {
    text,
    github
  }

  @Override
  public Integer call() {
    Console console = options.console();
    if (rules) {
      List.of(Rule.values()).forEach(rule -> tell(console, rule));
      return 0;
    }
    Input input = files.isEmpty() ? folder() : Input.of(files, since);
    List<Finding> findings =
        Lint.check(input.files(), input.selection()).stream()
            .map(finding -> finding.in(input.path(finding.at().file())))
            .toList();
    findings.forEach(finding -> tell(console, finding));
    return finish(console, input, findings);
  }

  private Input folder() {
    Environment env = options.environment();
    Optional<SchemaFolder> schema = SchemaFolder.from(env);
    List<SqlFile> migrations = env.check(() -> schema.orElseThrow().migrations());
    String folder = env.text("SCHEMA_DIR").map(each -> each + "/").orElse("");
    return new Input(migrations, new Selection(Set.of(), since), folder + "migrations");
  }

  private void tell(Console console, Finding finding) {
    if (format == Format.github && !console.json()) {
      console.line(Annotation.of(finding));
    } else {
      console.tell("finding", finding.text(), finding.fields());
    }
  }

  private static void tell(Console console, Rule rule) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("rule", rule.id());
    fields.put("level", rule.level().word());
    fields.put("meaning", rule.meaning());
    console.tell(
        "rule", "%-30s %-7s %s".formatted(rule.id(), rule.level().word(), rule.meaning()), fields);
  }

  private int finish(Console console, Input input, List<Finding> findings) {
    long dangers = findings.stream().filter(each -> each.rule().level() == Level.DANGER).count();
    long advice = findings.size() - dangers;
    long checked = input.files().stream().filter(input.selection()::checks).count();
    if (format == Format.text || console.json()) {
      console.tell(
          "linted",
          "%d files checked: %d dangers, %d pieces of advice".formatted(checked, dangers, advice),
          Map.of("files", checked, "dangers", dangers, "advice", advice));
    }
    return dangers > 0 || (strict && advice > 0) ? 3 : 0;
  }
}
