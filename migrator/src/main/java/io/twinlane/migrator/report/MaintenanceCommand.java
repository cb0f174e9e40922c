package io.twinlane.migrator.report;

import picocli.CommandLine.Command;

/** {@code maintenance}: chores that an operator or a timer starts. */
@Command(
    name = "maintenance",
    description = "Chores: fresh statistics, and rows past their expiry.",
    synopsisSubcommandLabel = "(analyze | purge-expired)",
    subcommands = {AnalyzeCommand.class, PurgeExpiredCommand.class},
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage or settings, 3 some of it is left to do.",
      "",
      "Example: maintenance purge-expired --dry-run"
    })
public final class MaintenanceCommand {}
