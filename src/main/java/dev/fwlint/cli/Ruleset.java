package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.model.Facts;
import dev.fwlint.model.Firewall;
import dev.fwlint.source.Inputs.Input;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The one ruleset that a command is about. */
final class Ruleset {
  @Parameters(paramLabel = "RULES", description = "A ruleset, or - for standard input.")
  private String name = "";

  @Mixin private InputOptions input = new InputOptions();

  /** What it is called in messages. */
  String name() {
    return name;
  }

  /** Loads it; where it cannot be read, says why. */
  Optional<Firewall> load(Facts facts) {
    return ReadInputs.read(List.of(new Input(name, true))).sources().stream()
        .findFirst()
        .map(source -> Linter.load(source, input.family(), facts));
  }

  /**
   * The exit status of a command that goes on with a ruleset whether it loads or not, and says so.
   *
   * @param done what the command does with it
   */
  int statusOf(Firewall firewall, String done) {
    if (!Linter.loadsNowhere(firewall)) {
      return ExitStatus.CLEAN;
    }
    Messages.error(
        "%s: does not load as it stands (see 'fwlint lint'); %s all the same"
            .formatted(name, done));
    return ExitStatus.NOT_ANALYSED;
  }
}
