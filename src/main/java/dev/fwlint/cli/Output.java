package dev.fwlint.cli;

import dev.fwlint.report.Format;
import dev.fwlint.report.Options;
import dev.fwlint.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a report goes, and in which format. */
final class Output {
  private final Format format;
  private final boolean colour;
  private final String file;

  private Output(Format format, boolean colour, String file) {
    this.format = format;
    this.colour = colour;
    this.file = file;
  }

  static Output standard(Format format, boolean colour) {
    return new Output(format, colour, "");
  }

  /** From {@code FORMAT=FILE}. */
  static Output file(String report) {
    int equals = report.indexOf('=');
    if (equals < 1 || equals == report.length() - 1) {
      throw new UsageException(
          "--report takes FORMAT=FILE, not %s".formatted(Messages.quoted(report)));
    }
    Format format = Main.format(report.substring(0, equals));
    return new Output(format, false, report.substring(equals + 1));
  }

  void write(Report report) {
    try (Writer out = open()) {
      format.reporter(new Options(colour, Main.Version.number())).write(report, out);
    } catch (IOException | InvalidPathException failed) {
      throw new UsageException(
          "the report %s cannot be written: %s"
              .formatted(Messages.quoted(file), failed.getClass().getSimpleName()));
    }
  }

  private Writer open() throws IOException {
    return file.isEmpty()
        ? new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))
        : Files.newBufferedWriter(Path.of(file));
  }
}
