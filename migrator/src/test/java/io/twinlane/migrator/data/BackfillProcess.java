package io.twinlane.migrator.data;

import io.twinlane.migrator.Main;
import picocli.CommandLine;

/** The command backfill as a process of its own, to be killed. */
final class BackfillProcess {

  private BackfillProcess() {}

  public static void main(String[] arguments) {
    System.exit(Main.execute(new CommandLine(new BackfillCommand()), arguments));
  }
}
