package dev.fwlint;

import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.Host;
import dev.fwlint.model.HostReader;
import dev.fwlint.model.IpSetReader;
import dev.fwlint.model.IpSets;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What lies beside a fixture: for {@code NAME.v4}, {@code NAME.host.json} is its {@code --host} and
 * {@code NAME.ipsets} its {@code --ipsets}.
 */
public final class FixtureFacts {
  private FixtureFacts() {}

  public static Facts of(Path ruleset) throws IOException, FactsFormatException {
    Path host = beside(ruleset, ".host.json");
    Optional<Host> known =
        Files.exists(host) ? Optional.of(HostReader.read(source(host))) : Optional.empty();
    Path ipsets = ipsets(ruleset);
    Optional<IpSets> sets =
        Files.exists(ipsets) ? Optional.of(IpSetReader.read(source(ipsets))) : Optional.empty();
    return new Facts(known, sets);
  }

  /** Where its sets are, if it has any. */
  public static Path ipsets(Path ruleset) {
    return beside(ruleset, ".ipsets");
  }

  private static Path beside(Path ruleset, String ending) {
    return Path.of(ruleset.toString().replaceFirst("\\.v[46]$", ending));
  }

  private static SourceFile source(Path file) throws IOException {
    return new SourceFile(file.toString(), Files.readString(file));
  }
}
