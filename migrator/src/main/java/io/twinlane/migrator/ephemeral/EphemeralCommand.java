package io.twinlane.migrator.ephemeral;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ephemeral}: databases that live for a while, such as one for each pull request. */
@Command(
    name = "ephemeral",
    description = {
      "Makes, drops and lists databases that expire, on the server of the configured one.",
      "Refused in production. Databases that it did not make are left alone."
    },
    subcommands = {UpCommand.class, DownCommand.class, SweepCommand.class, ListCommand.class},
    footer = {"", "Example: twinlane ephemeral up pr-123 --template app_golden --ttl 7d"})
public final class EphemeralCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "say one of up, down, sweep, list");
  }
}
