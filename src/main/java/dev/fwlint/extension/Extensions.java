package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension.Kind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** What people use and iptables does not have: xtables-addons', and what was once removed. */
  private static final Set<String> ELSEWHERE =
      Set.copyOf(
          Split.words(
              "account condition dhcpmac dnetmap fuzzy geoip iface ipp2p ipv4options layer7 length2"
                  + " lscan ndpi nth pknock psd quota2 random unclean webstr ACCOUNT ASN CHAOS"
                  + " DELUDE DHCPMAC DNETMAP ECHO IPMARK LOGMARK MIRROR NFACCT PROTO ROUTE SAME"
                  + " STEAL SYSRQ TARPIT XOR"));

  private static final Map<Kind, Map<Family, Map<String, Declared>>> ALL = read();

  private Extensions() {}

  /**
   * An extension as its lines; most rulesets use few of all extensions, so it is read when it is
   * asked for.
   */
  private static final class Declared {
    private final List<String> lines;
    private volatile @Nullable Extension extension;

    Declared(List<String> lines) {
      this.lines = lines;
    }

    Extension get() {
      Extension known = extension;
      if (known == null) {
        known = Declarations.read(lines);
        extension = known;
      }
      return known;
    }
  }

  private static Map<Kind, Map<Family, Map<String, Declared>>> read() {
    Map<Kind, Map<Family, Map<String, Declared>>> all = new EnumMap<>(Kind.class);
    for (String table : TABLES) {
      for (List<String> block : Declarations.blocks(table)) {
        Declarations.Header header = Declarations.Header.of(block.getFirst());
        Declared declared = new Declared(block);
        for (Family family : header.families()) {
          all.computeIfAbsent(header.kind(), kind -> new EnumMap<>(Family.class))
              .computeIfAbsent(family, f -> new HashMap<>())
              .put(header.name(), declared);
        }
      }
    }
    return all;
  }

  private static Map<String, Declared> of(Kind kind, Family family) {
    return ALL.getOrDefault(kind, Map.of()).getOrDefault(family, Map.of());
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
    return Optional.ofNullable(of(kind, family).get(name)).map(Declared::get);
  }

  /** All matches or targets of a family, by name. */
  public static Stream<Extension> all(Kind kind, Family family) {
    return of(kind, family).values().stream()
        .map(Declared::get)
        .sorted(Comparator.comparing(Extension::name));
  }

  /** Whether a name that iptables does not know is known to come from elsewhere. */
  public static boolean isFromElsewhere(String name) {
    return ELSEWHERE.contains(name);
  }
}
