package dev.fwlint;

import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.HostReader;
import dev.fwlint.model.IpSetReader;
import dev.fwlint.model.NetworksReader;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What lies beside a fixture: for {@code NAME.v4}, {@code NAME.host.json} is its {@code --host},
 * {@code NAME.ipsets} its {@code --ipsets} and {@code NAME.networks.json} its {@code --networks}.
 */
public final class FixtureFacts {
  private FixtureFacts() {}

  /** Reads a kind of file. */
  private interface Reader<T> {
    T read(SourceFile source) throws FactsFormatException;
  }

  public static Facts of(Path ruleset) throws IOException, FactsFormatException {
    return new Facts(
        read(ruleset, ".host.json", HostReader::read),
        read(ruleset, ".ipsets", IpSetReader::read),
        read(ruleset, ".networks.json", NetworksReader::read).orElse(List.of()));
  }

  /** Where the sets of a fixture are, if it has any. */
  public static Optional<Path> sets(Path ruleset) {
    return Optional.of(beside(ruleset, ".ipsets")).filter(Files::exists);
  }

  private static <T> Optional<T> read(Path ruleset, String ending, Reader<T> reader)
      throws IOException, FactsFormatException {
    Path file = beside(ruleset, ending);
    return Files.exists(file)
        ? Optional.of(reader.read(new SourceFile(file.toString(), Files.readString(file))))
        : Optional.empty();
  }

  private static Path beside(Path ruleset, String ending) {
    return ruleset.resolveSibling(
        ruleset.getFileName().toString().replaceFirst("\\.v[46]$", ending));
  }
}
