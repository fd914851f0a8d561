package dev.fwlint.cli;

import dev.fwlint.ast.Family;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the input is read. */
final class InputOptions {
  /** What the input is taken for. */
  enum InputFormat {
    /** By its content. */
    auto,
    /** iptables-save. */
    save,
    /** ip6tables-save. */
    save6
  }

  @Option(
      names = "--input-format",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, by the content.")
  private InputFormat format = InputFormat.auto;

  /** The family of the input; nothing where the content is to tell. */
  Optional<Family> family() {
    return switch (format) {
      case auto -> Optional.empty();
      case save -> Optional.of(Family.IPV4);
      case save6 -> Optional.of(Family.IPV6);
    };
  }
}
