package io.twinlane.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a report goes besides the output. */
final class MarkdownFile {

  @Option(names = "--out", paramLabel = "FILE", description = "A file for the report, as Markdown.")
  private @Nullable Path out;

  void tell(String report) throws IOException {
    System.out.print(report);
    if (out != null) {
      Files.writeString(out, report);
    }
  }
}
