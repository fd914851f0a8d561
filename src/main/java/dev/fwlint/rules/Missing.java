package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
import dev.fwlint.model.Firewall;
import java.util.List;
import java.util.stream.Stream;

/** Which tables a finding about what gets through had to take as empty. */
final class Missing {
  private Missing() {}

  /** Whether a table is not in the file that guards the containers of such a host: 28 and later. */
  static boolean guard(Firewall firewall, DockerHost host) {
    return host.generation().filter(Generation::dropsUnpublished).isPresent()
        && firewall.table("raw").isEmpty();
  }

  /**
   * A clause for the end of a message; nothing where the file has all that may stop or redirect a
   * packet.
   */
  static String tables(Firewall firewall) {
    List<String> missing =
        Stream.of("raw", "mangle", "nat", "filter")
            .filter(name -> firewall.table(name).isEmpty())
            .map(name -> "no " + name)
            .toList();
    String are = missing.size() == 1 ? "it is" : "they are";
    return missing.isEmpty()
        ? ""
        : "; the file has %s table, so %s taken as empty".formatted(Enumeration.of(missing), are);
  }
}
