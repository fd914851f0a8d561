package dev.fwlint.extension;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Names of services, as Debian's /etc/services has them; the machine's own file is never read. */
final class Services {
  private static final Map<String, Integer> PROTOCOLS = Map.of("tcp", 6, "udp", 17, "sctp", 132);

  private Services() {}

  /** Read when the first name is asked for: most rulesets have none. */
  private static final class Table {
    static final Map<String, Integer> PORTS = read();

    private static Map<String, Integer> read() {
      Map<String, Integer> ports = new HashMap<>();
      for (String line : Resource.lines("services.txt")) {
        List<String> words = Split.words(line);
        int port = Integer.parseInt(words.getFirst());
        for (String protocol : Split.nonEmpty(words.get(1), ',')) {
          for (String name : words.subList(2, words.size())) {
            ports.putIfAbsent(name, port);
            ports.putIfAbsent(name + '/' + PROTOCOLS.get(protocol), port);
          }
        }
      }
      return ports;
    }
  }

  /** The port of a service; protocol 0 is any. */
  static OptionalInt port(String name, int protocol) {
    Integer port = Table.PORTS.get(protocol == 0 ? name : name + '/' + protocol);
    return port == null || name.indexOf('/') >= 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
