package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Candidates.Way;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A packet that was built for a rule hits it: so says a trace, which knows nothing of how it was
 * built.
 */
class CandidatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-i eth3 -o br-1",
        "-i eth+ ! -o docker0",
        "! -i eth0 ! -o docker0",
        "-i br-+",
        "-s 10.0.0.0/8 -d 172.16.0.0/12",
        "! -s 198.51.100.0/24",
        "! -s 128.0.0.0/1",
        "-s 10.1.2.3/255.0.255.0",
        "-s 10.0.0.0/8 -m iprange ! --src-range 10.0.0.0-10.0.0.3",
        "-m iprange --src-range 10.0.0.5-10.0.0.9 ! --dst-range 172.17.0.0-172.17.0.9",
        "-m addrtype --dst-type UNICAST",
        "-m addrtype ! --dst-type LOCAL",
        "-p udp -m udp --dport 53",
        "-p tcp -m tcp --sport 1:1023 --dport 1024:65535",
        "-p tcp -m tcp ! --dport 1:65000",
        "-p tcp -m multiport --ports 22,3306",
        "-p tcp -m multiport ! --dports 80,81,40000",
        "-p udp -m multiport --sports 53,123:130 -m udp --dport 1024",
        "-p icmp",
        "-p icmp -m icmp --icmp-type 3/4",
        "-p icmp -m icmp ! --icmp-type 8",
        "-p icmp -m icmp --icmp-type 0",
        "! -p tcp",
        "-p 47",
        "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK RST",
        "-p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE",
        "-p tcp -m tcp --tcp-flags SYN,ACK SYN,ACK",
        "-p tcp -m tcp --tcp-flags FIN,SYN FIN,SYN",
        "-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN",
        "-m conntrack --ctstate RELATED,ESTABLISHED",
        "-m conntrack ! --ctstate NEW",
        "-m conntrack --ctstate INVALID",
        "-m conntrack --ctstate NEW --ctorigdstport 8080",
        "-p tcp -m tcp --dport 80 -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL",
        "-m conntrack --ctorigdst 192.0.2.10 --ctorigdstport 443",
        "-m conntrack --ctdir REPLY",
        "-m conntrack --ctorigsrc 10.0.0.0/8 --ctdir REPLY -d 10.0.0.0/8",
        "-m mark --mark 0x10/0xf0",
        "-m mark ! --mark 0x0",
        "-m connmark --mark 0x3/0x3",
        "-m ttl --ttl-lt 5",
        "-m ttl ! --ttl-eq 63",
        "-m length --length 600:1400",
        "-m mac --mac-source 02:11:22:33:44:55",
        "-m pkttype --pkt-type unicast",
        "-m comment --comment \"nothing\"",
      })
  void hitsTheRuleItWasBuiltFor(String rule) throws Exception {
    assertTrue(hits(Family.IPV4, rule), rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-s 2001:db8:1::/48 -d fd00::/8",
        "! -s 2001:db8::/32",
        "-p ipv6-icmp -m icmp6 --icmpv6-type 2",
        "-p ipv6-icmp -m icmp6 --icmpv6-type 135",
        "-p udp -m udp --dport 53",
        "-m hl --hl-gt 200",
        "-m length --length 0:60",
      })
  void andForVersionSix(String rule) throws Exception {
    assertTrue(hits(Family.IPV6, rule), rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-s 10.0.0.0/8 -m iprange ! --src-range 10.0.0.0-10.255.255.255",
        "-s 127.0.0.0/8",
        "-d 224.0.0.0/4",
        "! -i +",
        "-m addrtype --dst-type LOCAL",
        "-p tcp -m tcp --dport 80 -m multiport ! --dports 80",
        "-m pkttype --pkt-type broadcast",
      })
  void buildsNoneThatCannotBe(String rule) {
    assertEquals(Optional.empty(), built(step(firewall(Family.IPV4, rule)), Family.IPV4));
  }

  @Test
  void keepsToTheWay() {
    Map<String, Object> packet = built(step(firewall(Family.IPV4, "")), Family.IPV4).orElseThrow();
    assertEquals(
        Map.of(
            "hook",
            "forward",
            "in",
            "eth0",
            "out",
            "docker0",
            "src",
            "198.51.100.7",
            "dst",
            "172.17.0.2",
            "proto",
            "tcp",
            "sport",
            40000L,
            "dport",
            80L,
            "flags",
            "SYN"),
        without(packet, "state"));
  }

  private static Map<String, Object> without(Map<String, Object> packet, String key) {
    assertTrue(packet.containsKey(key));
    packet.remove(key);
    return packet;
  }

  private static boolean hits(Family family, String rule) throws Exception {
    Firewall firewall = firewall(family, rule);
    assertEquals(List.of(), firewall.problems());
    Step step = step(firewall);
    Optional<Map<String, Object>> packet = built(step, family);
    assertTrue(packet.isPresent(), () -> "no packet for " + rule);
    Trace trace = new Tracer(firewall).trace(PacketFields.packet(packet.get()));
    return trace.hits().anyMatch(step::equals);
  }

  private static Optional<Map<String, Object>> built(Step step, Family family) {
    boolean v4 = family == Family.IPV4;
    Way way =
        new Way(
            "eth0",
            "docker0",
            Address.parse(v4 ? "198.51.100.7" : "2001:db8:51::7").orElseThrow(),
            Address.parse(v4 ? "172.17.0.2" : "fd00:17::2").orElseThrow());
    return Candidates.forwarded(way, step.conditions());
  }

  private static Step step(Firewall firewall) {
    return firewall.chain("filter", "FORWARD").orElseThrow().steps().getFirst();
  }

  private static Firewall firewall(Family family, String rule) {
    String text = "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD " + rule + " -j DROP\nCOMMIT\n";
    return Linter.load(new SourceFile("rule", text), Optional.of(family));
  }
}
