package dev.fwlint.kernel;

import java.util.Random;

/**
 * Writes the matches of a random rule; each is a word that may be at home in any chain that it is
 * asked for.
 */
final class MatchMaker {
  private final Random random;
  private final boolean v6;
  private final RareMatches rare;

  MatchMaker(Random random, boolean v6) {
    this.random = random;
    this.v6 = v6;
    rare = new RareMatches(random, v6);
  }

  /** Up to four matches, of which at most one names a protocol, and none where another does. */
  String of(String table, String chain, boolean mayNameProtocol) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(3) == 0) {
      text.append(interfaces(chain));
    }
    if (random.nextInt(2) == 0) {
      text.append(addresses());
    }
    if (mayNameProtocol && random.nextInt(3) == 0) {
      text.append(random.nextInt(4) == 0 ? rare.transport() : transport());
    }
    if (random.nextInt(2) == 0) {
      text.append(random.nextInt(3) == 0 ? rare.other(table, chain) : other(chain));
    }
    return text.toString();
  }

  private String interfaces(String chain) {
    boolean in =
        switch (chain) {
          case "OUTPUT", "POSTROUTING" -> false;
          case "PREROUTING", "INPUT" -> true;
          default -> random.nextBoolean();
        };
    return not() + (in ? "-i " : "-o ") + one("eth0", "eth1", "br-1", "br-+", "lo");
  }

  private String not() {
    return random.nextInt(3) == 0 ? " ! " : " ";
  }

  private String addresses() {
    String address =
        v6
            ? one("fd00:1::/64", "fd00:2::2/128", "2001:db8::/32", "fd00:1::5/128")
            : one("10.1.0.0/16", "10.2.0.2/32", "192.0.2.0/24", "10.1.0.5/32", "127.0.0.0/8");
    return not() + one("-s ", "-d ") + address;
  }

  private String transport() {
    return one(
        " -p tcp -m tcp --dport 80",
        " -p tcp -m tcp --sport 1024:65535",
        " -p tcp -m tcp ! --dport 80:81",
        " -p udp -m udp --dport 53",
        " -p tcp -m multiport --dports 22,80:90",
        " -p udp -m multiport ! --ports 53,40000",
        " -p tcp -m tcp --syn",
        " -p tcp -m tcp ! --syn",
        " -p tcp -m tcp --tcp-flags SYN,ACK,FIN,RST ACK",
        v6 ? " -p ipv6-icmp -m icmp6 --icmpv6-type 128" : " -p icmp -m icmp --icmp-type 8",
        v6 ? " -p ipv6-icmp -m icmp6 ! --icmpv6-type 1/0" : " -p icmp -m icmp ! --icmp-type 3/0",
        " -p 47",
        " ! -p tcp",
        " -p sctp -m sctp --dport 80");
  }

  private String other(String chain) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> connection();
      case 3 -> " -m mark" + not() + "--mark " + one("0x0", "0x1", "0x2/0x2", "0x4/0x6");
      case 4 -> " -m connmark" + not() + "--mark " + one("0x0", "0x1", "0x1/0x1");
      case 5 ->
          " -m addrtype" + not() + one("--dst-type ", "--src-type ") + one("LOCAL", "UNICAST");
      case 6 ->
          v6
              ? " -m hl --hl-" + one("eq 64", "lt 64", "gt 2")
              : " -m ttl --ttl-" + one("eq 64", "lt 64", "gt 2");
      default -> " -m pkttype" + not() + "--pkt-type " + one("unicast", "broadcast");
    };
  }

  private String connection() {
    String far = v6 ? "fd00:2::/64" : "10.2.0.0/16";
    return one(
        " -m conntrack"
            + not()
            + "--ctstate "
            + one("NEW", "INVALID", "ESTABLISHED", "RELATED", "DNAT", "SNAT", "UNTRACKED"),
        " -m conntrack" + not() + "--ctstate RELATED,ESTABLISHED",
        " -m conntrack" + not() + "--ctstate NEW,INVALID --ctdir " + one("ORIGINAL", "REPLY"),
        " -m conntrack --ctdir " + one("ORIGINAL", "REPLY"),
        " -m conntrack" + not() + "--ctorigdst " + far,
        " -m conntrack" + not() + "--ctreplsrc " + far,
        " -m conntrack" + not() + "--ctorigdstport 80",
        " -m conntrack" + not() + "--ctproto " + one("6", "17"),
        " -m conntrack" + not() + "--ctstatus " + one("CONFIRMED", "SEEN_REPLY", "EXPECTED"),
        " -m state --state " + one("NEW", "RELATED,ESTABLISHED", "INVALID"));
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
