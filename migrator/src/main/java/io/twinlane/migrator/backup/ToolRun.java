package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of PostgreSQL's tools at work. What it complains of is kept, the first of it at least. A tool
 * that is at work when this is closed, or when the command is stopped, is ended.
 */
final class ToolRun implements AutoCloseable {

  private static final int COMPLAINT_BYTES_MAX = 8_192;

  private final String tool;
  private final Process process;
  private final Thread stop;
  private final Thread listener;
  private volatile String complaint = "";

  private ToolRun(String tool, Process process) {
    this.tool = tool;
    this.process = process;
    this.stop = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stop);
    this.listener = Thread.startVirtualThread(this::listen);
  }

  /**
   * Starts a tool.
   *
   * @param output where its standard output goes
   * @param words the tool and its arguments
   * @throws CommandException if it cannot be started
   */
  static ToolRun start(ClientTools tools, DatabaseUrl url, Redirect output, List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.set(0, tools.path(words.getFirst()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output);
    ToolEnvironment.lead(builder.environment(), url);
    try {
      return new ToolRun(words.getFirst(), builder.start());
    } catch (IOException e) {
      throw new CommandException(words.getFirst() + " cannot be started: " + e.getMessage(), e);
    }
  }

  InputStream output() {
    return process.getInputStream();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  /** Whether it ends within a second. */
  boolean endsSoon() {
    try {
      return process.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(e);
    }
  }

  /**
   * Waits for its end.
   *
   * @return what it warned of, empty if of nothing
   * @throws CommandException if it failed; the message holds what it complained of
   */
  String requireSuccess() {
    try {
      process.waitFor();
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(e);
    }
    if (process.exitValue() != 0) {
      throw new CommandException(
          complaint.isBlank()
              ? "%s ended with status %d".formatted(tool, process.exitValue())
              : complaint);
    }
    return complaint;
  }

  private CommandException stopped(InterruptedException e) {
    return new CommandException("stopped while " + tool + " was at work", e);
  }

  private void listen() {
    try (InputStream errors = process.getErrorStream()) {
      complaint =
          new String(errors.readNBytes(COMPLAINT_BYTES_MAX), StandardCharsets.UTF_8).strip();
      errors.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the tool is gone, and what it said with it
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // the command is being stopped, and the hook runs
    }
  }
}
