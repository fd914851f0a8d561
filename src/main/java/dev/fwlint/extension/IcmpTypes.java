package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.Icmp;
import dev.fwlint.extension.Value.Range;
import java.util.List;

/** Types of ICMP and ICMPv6, by {@code type[/code]} or by the names of iptables-extensions(8). */
final class IcmpTypes {
  private static final Range ALL = new Range(0, 255);

  /** {@code type[/code] name…} by family, in the order that iptables looks them up. */
  private static final List<String> V4 =
      List.of(
          "255 any",
          "0 echo-reply pong",
          "3 destination-unreachable",
          "3/0 network-unreachable",
          "3/1 host-unreachable",
          "3/2 protocol-unreachable",
          "3/3 port-unreachable",
          "3/4 fragmentation-needed",
          "3/5 source-route-failed",
          "3/6 network-unknown",
          "3/7 host-unknown",
          "3/9 network-prohibited",
          "3/10 host-prohibited",
          "3/11 TOS-network-unreachable",
          "3/12 TOS-host-unreachable",
          "3/13 communication-prohibited",
          "3/14 host-precedence-violation",
          "3/15 precedence-cutoff",
          "4 source-quench",
          "5 redirect",
          "5/0 network-redirect",
          "5/1 host-redirect",
          "5/2 TOS-network-redirect",
          "5/3 TOS-host-redirect",
          "8 echo-request ping",
          "9 router-advertisement",
          "10 router-solicitation",
          "11 time-exceeded ttl-exceeded",
          "11/0 ttl-zero-during-transit",
          "11/1 ttl-zero-during-reassembly",
          "12 parameter-problem",
          "12/0 ip-header-bad",
          "12/1 required-option-missing",
          "13 timestamp-request",
          "14 timestamp-reply",
          "17 address-mask-request",
          "18 address-mask-reply");

  private static final List<String> V6 =
      List.of(
          "1 destination-unreachable",
          "1/0 no-route",
          "1/1 communication-prohibited",
          "1/2 beyond-scope",
          "1/3 address-unreachable",
          "1/4 port-unreachable",
          "1/5 failed-policy",
          "1/6 reject-route",
          "2 packet-too-big",
          "3 time-exceeded ttl-exceeded",
          "3/0 ttl-zero-during-transit",
          "3/1 ttl-zero-during-reassembly",
          "4 parameter-problem",
          "4/0 bad-header",
          "4/1 unknown-header-type",
          "4/2 unknown-option",
          "128 echo-request ping",
          "129 echo-reply pong",
          "133 router-solicitation",
          "134 router-advertisement",
          "135 neighbour-solicitation neighbor-solicitation",
          "136 neighbour-advertisement neighbor-advertisement",
          "137 redirect");

  private IcmpTypes() {}

  static Value read(String text, Scope scope) throws Refusal {
    boolean four = scope.family() == Family.IPV4;
    List<String> named = names(four ? V4 : V6, text);
    if (named.size() > 1) {
      throw Refusal.because("%s could be %s".formatted(quoted(text), String.join(" or ", named)));
    }
    if (named.size() == 1) {
      return byName(four ? V4 : V6, named.getFirst());
    }
    Icmp type = byNumber(text, text, four ? "ICMP" : "ICMPv6", four);
    return type;
  }

  /** The names that a text may be short for. */
  private static List<String> names(List<String> types, String text) {
    return types.stream()
        .flatMap(line -> List.of(line.split(" ")).stream().skip(1))
        .filter(name -> name.regionMatches(true, 0, text, 0, text.length()))
        .toList();
  }

  private static Icmp byName(List<String> types, String name) throws Refusal {
    String line =
        types.stream().filter(t -> (t + " ").contains(" " + name + " ")).findFirst().orElseThrow();
    return byNumber(line.substring(0, line.indexOf(' ')), name, "ICMP", types == V4);
  }

  private static Icmp byNumber(String text, String written, String family, boolean four)
      throws Refusal {
    int slash = text.indexOf('/');
    var type = Numbers.whole(slash < 0 ? text : text.substring(0, slash), 0, 255);
    var code = Numbers.whole(slash < 0 ? "0" : text.substring(slash + 1), 0, 255);
    if (type.isEmpty() || code.isEmpty()) {
      throw unknown(written, family, four);
    }
    // the kernel takes the IPv4 type 255 for every type
    boolean any = four && type.getAsLong() == 255;
    return new Icmp(
        any ? ALL : Range.of(type.getAsLong()),
        slash < 0 || any ? ALL : Range.of(code.getAsLong()));
  }

  private static Refusal unknown(String text, String family, boolean four) {
    Refusal refusal = Refusal.because("%s is not an %s type".formatted(quoted(text), family));
    List<String> all =
        (four ? V4 : V6).stream().flatMap(l -> List.of(l.split(" ")).stream().skip(1)).toList();
    return Similar.closest(text, all)
        .map(name -> refusal.withHint("did you mean " + name + "?"))
        .orElse(refusal);
  }
}
