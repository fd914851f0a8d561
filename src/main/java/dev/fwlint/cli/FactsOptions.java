package dev.fwlint.cli;

import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.HostReader;
import dev.fwlint.model.IpSetReader;
import dev.fwlint.model.NetworksReader;
import dev.fwlint.source.Inputs;
import dev.fwlint.source.Inputs.Input;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.UnreadableException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is known of the host beside its ruleset, for every command that reasons about packets. */
final class FactsOptions {
  @Option(
      names = "--host",
      paramLabel = "FILE",
      description =
          "The host's addresses and routes: {\"addr\": ..., \"route\": ...}, as 'ip -j addr' and"
              + " 'ip -j route' print them.")
  private String host = "";

  @Option(
      names = "--ipsets",
      paramLabel = "FILE",
      description = "All sets of the host, as 'ipset save' prints them.")
  private String ipsets = "";

  @Option(
      names = "--networks",
      paramLabel = "FILE",
      description = "What 'docker network inspect' prints of the host's networks.")
  private String networks = "";

  /** Reads a kind of file. */
  private interface Reader<T> {
    T read(SourceFile source) throws FactsFormatException;
  }

  /** Reads the files that were given. */
  Facts read() {
    return new Facts(
        read(host, HostReader::read),
        read(ipsets, IpSetReader::read),
        read(networks, NetworksReader::read).orElse(List.of()));
  }

  private static <T> Optional<T> read(String name, Reader<T> reader) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(Inputs.read(new Input(name, true))));
    } catch (UnreadableException unreadable) {
      throw new UsageException(name + ": " + unreadable.getMessage());
    } catch (FactsFormatException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }
}
