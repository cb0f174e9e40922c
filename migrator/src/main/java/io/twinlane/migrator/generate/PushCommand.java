package io.twinlane.migrator.generate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.generate.Generation.Left;
import io.twinlane.migrator.generate.Push.Plan;
import io.twinlane.migrator.generate.Push.Planned;
import io.twinlane.migrator.history.Development;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code push}: the declared schema straight into a database of development or test. */
@Command(
    name = "push",
    description = {
      "Shows the statements that turn the database into what schema/ declares, and runs them if"
          + " that is accepted.",
      "In development and test only, whatever else is said: no migration knows of it afterwards.",
      "Schema twinlane and members of extensions are left alone."
    },
    footer = {
      "",
      "Example: twinlane push --accept",
      "",
      "Exit status: 0 the database is as declared, 3 something was only shown, or is left to do."
    })
public final class PushCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--accept", description = "Run what is shown if nothing of it can lose data.")
  private boolean accept;

  @Option(names = "--accept-data-loss", description = "Run what is shown even if data is lost.")
  private boolean acceptDataLoss;

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    // a change elsewhere is a migration: twinlane generate
    Development.only(settings, "push");
    options.guard(settings);
    settings.database().await(settings.patience());
    Push push = new Push(settings.database(), settings.schema(), new KeeperWriter());
    Plan plan = push.plan();
    Console console = options.console();
    show(console, plan);
    if (plan.statements().isEmpty()) {
      return left(console, plan.differences());
    }
    if (!acceptDataLoss && !(accept && !plan.losesData())) {
      String word = plan.losesData() ? "--accept-data-loss" : "--accept";
      console.tell("shown", "nothing was run: say " + word + " to run it", Map.of("accept", word));
      return 3;
    }
    List<Left> left = push.run(plan);
    int count = plan.statements().size();
    console.tell("pushed", "%d statements run".formatted(count), Map.of("statements", count));
    return left(console, left);
  }

  private static void show(Console console, Plan plan) {
    for (Planned planned : plan.statements()) {
      String comment = planned.loss().map(loss -> loss + "\n").orElse("");
      console.tell(
          "statement",
          comment + planned.sql() + ";\n",
          Map.of("sql", planned.sql(), "losesData", planned.loss().isPresent()));
    }
  }

  private static int left(Console console, List<Left> left) {
    left.forEach(fact ->
        console.tell(
            "left",
            "differs still: " + fact,
            Map.of("kind", fact.kind(), "identity", fact.identity())));
    if (left.isEmpty()) {
      console.tell("current", "the database is as declared", Map.of());
    }
    return left.isEmpty() ? 0 : 3;
  }
}
