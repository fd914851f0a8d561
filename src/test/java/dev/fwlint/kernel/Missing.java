package dev.fwlint.kernel;

import java.util.List;
import java.util.Optional;

/** What a lab needs and this machine does not have. */
final class Missing {
  private static final List<String> COMMANDS =
      List.of(
          "iptables-legacy-restore",
          "ip6tables-legacy-restore",
          "iptables-nft-restore",
          "ip6tables-nft-restore",
          "ip");

  private Missing() {}

  /** The reason why there can be no lab here; nothing where there can. */
  static Optional<String> here() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("the kernel to ask is Linux");
    }
    try (Shell shell = new Shell()) {
      shell.run("true");
      return among(COMMANDS, shell).or(() -> broken(shell));
    } catch (RuntimeException refused) {
      return Optional.of(
          "no network namespace can be made (is this root?): " + refused.getMessage());
    }
  }

  /** The first of these commands that is not here, where a lab can be. */
  static Optional<String> commands(List<String> commands) {
    try (Shell shell = new Shell()) {
      return among(commands, shell);
    }
  }

  private static Optional<String> among(List<String> commands, Shell shell) {
    return commands.stream()
        .filter(command -> shell.run("command -v " + command).status() != 0)
        .findFirst()
        .map(command -> "there is no " + command + " here");
  }

  /** A container may have the commands and not the kernel's part. */
  private static Optional<String> broken(Shell shell) {
    for (String tables : List.of("iptables-legacy", "iptables-nft")) {
      Shell.Result result = shell.run(tables + " -t nat -S");
      if (result.status() != 0) {
        return Optional.of(tables + " does not work here: " + result.text());
      }
    }
    return Optional.empty();
  }
}
