package dev.fwlint.rules;

import dev.fwlint.model.Firewall;
import java.util.List;
import java.util.stream.Stream;

/** Says which tables a finding about what gets through had to take as empty. */
final class Missing {
  private Missing() {}

  /**
   * A clause for the end of a message; nothing where the file has all that may stop or redirect a
   * packet.
   */
  static String tables(Firewall firewall) {
    List<String> missing =
        Stream.of("raw", "mangle", "nat")
            .filter(name -> firewall.table(name).isEmpty())
            .map(name -> "no " + name)
            .toList();
    return switch (missing.size()) {
      case 0 -> "";
      case 1 -> "; the file has " + missing.getFirst() + " table, so it is taken as empty";
      default ->
          "; the file has %s and %s table, so they are taken as empty"
              .formatted(
                  String.join(", ", missing.subList(0, missing.size() - 1)), missing.getLast());
    };
  }
}
