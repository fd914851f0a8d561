package dev.fwlint.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The addresses, rules and routes that lead a packet where its description says that it goes. */
final class Routing {
  private static final Predicate<String> ADDRESS = line -> line.startsWith("addr ");

  private final Ip ip;
  private final Links links;
  private Set<String> installed = new LinkedHashSet<>();

  Routing(Ip ip, Links links) {
    this.ip = ip;
    this.links = links;
  }

  /** Puts the table of local addresses behind the routes that are given. */
  void prepare() {
    ip.run(List.of("rule add pref 20 lookup local", "rule del pref 0"));
  }

  /** Installs what the packet needs, and nothing else. */
  void lead(Datagram datagram) {
    Set<String> wanted = new Directions(links, datagram.packet(), datagram.destination()).lines();
    List<String> gone = without(installed, wanted);
    List<String> fresh = without(wanted, installed);
    List<String> commands = new ArrayList<>();
    // an interface that loses its last address loses its routes, so the new ones come behind that
    removals(gone.stream().filter(ADDRESS.negate())).forEach(commands::add);
    fresh.stream().filter(ADDRESS).forEach(commands::add);
    removals(gone.stream().filter(ADDRESS)).forEach(commands::add);
    fresh.stream().filter(ADDRESS.negate()).forEach(commands::add);
    if (!commands.isEmpty()) {
      ip.run(commands);
      installed = wanted;
    }
  }

  private static List<String> without(Set<String> lines, Set<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  private static Stream<String> removals(Stream<String> lines) {
    return lines.map(line -> line.replaceFirst(" add ", " del ").replace(" nodad", ""));
  }
}
