package dev.fwlint.cli;

import dev.fwlint.docker.NetworksFormatException;
import dev.fwlint.docker.NetworksJson;
import dev.fwlint.model.Facts;
import dev.fwlint.source.Inputs;
import dev.fwlint.source.Inputs.Input;
import dev.fwlint.source.UnreadableException;

/** Reads the files that tell of a host beside its ruleset. */
final class KnownFacts {
  private KnownFacts() {}

  /**
   * @param networks the file of {@code --networks}; empty where there is none
   */
  static Facts of(String networks) {
    if (networks.isEmpty()) {
      return Facts.NONE;
    }
    try {
      return new Facts(NetworksJson.read(Inputs.read(new Input(networks, true))));
    } catch (UnreadableException unreadable) {
      throw new UsageException(networks + ": " + unreadable.getMessage());
    } catch (NetworksFormatException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }
}
