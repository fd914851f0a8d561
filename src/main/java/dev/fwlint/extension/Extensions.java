package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The matches and targets that iptables 1.8.9 comes with: iptables-extensions(8), and the four
 * verdicts of iptables(8).
 */
public final class Extensions {
  private static final List<String> TABLES =
      List.of(
          "matches-protocols.txt",
          "matches-packet.txt",
          "matches-history.txt",
          "targets.txt",
          "targets-change.txt");

  /**
   * Matches that people use and iptables does not have: those of xtables-addons, and what was once
   * removed.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "account",
          "condition",
          "dhcpmac",
          "dnetmap",
          "fuzzy",
          "geoip",
          "iface",
          "ipp2p",
          "ipv4options",
          "layer7",
          "length2",
          "lscan",
          "ndpi",
          "nth",
          "pknock",
          "psd",
          "quota2",
          "random",
          "unclean",
          "webstr",
          "ACCOUNT",
          "ASN",
          "CHAOS",
          "DELUDE",
          "DHCPMAC",
          "DNETMAP",
          "ECHO",
          "IPMARK",
          "LOGMARK",
          "MIRROR",
          "NFACCT",
          "PROTO",
          "ROUTE",
          "SAME",
          "STEAL",
          "SYSRQ",
          "TARPIT",
          "XOR");

  private static final Map<String, Extension> BY_KEY = new HashMap<>();

  static {
    TABLES.stream().flatMap(table -> Declarations.read(table).stream()).forEach(Extensions::put);
  }

  private Extensions() {}

  private static void put(Extension extension) {
    extension
        .families()
        .forEach(family -> BY_KEY.put(key(extension.kind(), extension.name(), family), extension));
  }

  private static String key(Kind kind, String name, Family family) {
    return kind.ordinal() + name + family.ordinal();
  }

  /** The match that {@code -m} loads by this name. */
  public static Optional<Extension> match(String name, Family family) {
    return find(Kind.MATCH, realName(name), family);
  }

  /** ICMPv6 goes by three names, as a protocol and so as a match. */
  private static String realName(String name) {
    return name.equals("icmpv6") || name.equals("ipv6-icmp") ? "icmp6" : name;
  }

  /** The target that {@code -j} finds by this name; nothing for the name of a chain. */
  public static Optional<Extension> target(String name, Family family) {
    return find(Kind.TARGET, name, family);
  }

  private static Optional<Extension> find(Kind kind, String name, Family family) {
    return Optional.ofNullable(BY_KEY.get(key(kind, name, family)));
  }

  /** All matches or targets of a family, by name. */
  public static Stream<Extension> all(Kind kind, Family family) {
    return BY_KEY.values().stream()
        .filter(extension -> extension.kind() == kind && extension.families().contains(family))
        .distinct()
        .sorted(Comparator.comparing(Extension::name));
  }

  /** Whether a name that iptables does not know is known to come from elsewhere. */
  public static boolean isFromElsewhere(String name) {
    return ELSEWHERE.contains(name);
  }
}
