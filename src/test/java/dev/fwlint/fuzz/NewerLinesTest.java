package dev.fwlint.fuzz;

import dev.fwlint.model.PacketFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Rules that iptables 1.8.10 and 1.8.11 take, print or refuse in another way than those before:
 * whatever is thought of them, no command fails.
 */
class NewerLinesTest {
  /** Ranges that are open at an end, at both, or upside down. */
  private static final List<String> RANGES = List.of(":", ":7", "7:", "7:7", "7:9", "9:7");

  private static final List<String> RANGED =
      List.of(
          "-p tcp -m tcp --sport",
          "-p udp -m udp --dport",
          "-p dccp -m dccp --sport",
          "-p sctp -m sctp --dport",
          "-p esp -m esp --espspi",
          "-p ah -m ah --ahspi",
          "-p ipcomp -m ipcomp --ipcompspi",
          "-m ah --ahspi",
          "-m frag --fragid",
          "-m rt --rt-segsleft",
          "-p mobility-header -m mh --mh-type",
          "-m connbytes --connbytes-dir both --connbytes-mode packets --connbytes",
          "-m conntrack --ctexpire",
          "-m length --length");

  private static final List<String> OTHERS =
      List.of(
          "-p ipv6-icmp -m icmp6 --icmpv6-type mld-listener-query",
          "-p ipv6-icmp -m icmp6 --icmpv6-type mld-listener-report",
          "-p ipv6-icmp -m icmp6 --icmpv6-type mld-listener-done",
          "-p ipv6-icmp -m icmp6 --icmpv6-type mld-listener-reduction",
          "-p icmp -m icmp --icmp-type any",
          "-p icmp -m icmp --icmp-type 255/255",
          "-p icmp -m icmp --icmp-type 255/0:255",
          "-i +",
          "! -i +",
          "! -o + -j ACCEPT",
          "-i fifteen-letters",
          "-i sixteen--letters",
          "-c \"\"",
          "-c ,5",
          "-c 5,",
          "-c ,",
          "-c 5,6 -j ACCEPT",
          "--source=192.0.2.1 --out-interface=eth1 --protocol=tcp --jump=ACCEPT",
          "-ptcp -s192.0.2.1 -oeth1 -jACCEPT",
          "-m mark --mark -1",
          "-m mark --mark 4294967296",
          "-m conntrack --ctproto 0",
          "-m conntrack ! --ctproto 0",
          "-m conntrack ! --ctstate SNAT,DNAT",
          "! -p 0 -j ACCEPT",
          "! -p all",
          "! -s 0.0.0.0/0",
          "! -d ::/0",
          "-m recent --rcheck --hitcount 4294967295",
          "-m connlimit --connlimit-upto 0 --connlimit-mask 0",
          "-m hashlimit --hashlimit-upto 1/week --hashlimit-mode srcip --hashlimit-name n",
          "-m bpf --bytecode 4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0",
          "-p sctp -m sctp --chunk-types any RE_CONFIG,I_DATA",
          "-j NFLOG --nflog-size 0",
          "-j NFQUEUE --queue-num 7:7",
          "-j CT --notrack --zone-orig 1",
          "-j TPROXY --on-port 0",
          "-j MARK --set-mark -1",
          "-j CONNMARK --left-shift-mark 32");

  @TestFactory
  Stream<DynamicTest> rangesWithoutAnEnd() {
    return RANGED.stream()
        .map(ranged -> DynamicTest.dynamicTest(ranged, () -> inspect(withRanges(ranged))));
  }

  @TestFactory
  Stream<DynamicTest> others() {
    return OTHERS.stream().map(line -> DynamicTest.dynamicTest(line, () -> inspect(line)));
  }

  private static String withRanges(String ranged) {
    return RANGES.stream()
        .flatMap(range -> Stream.of(ranged + " " + range, negated(ranged) + " " + range))
        .collect(Collectors.joining("\n-A FORWARD "));
  }

  private static String negated(String ranged) {
    int option = ranged.lastIndexOf(" --");
    return ranged.substring(0, option) + " !" + ranged.substring(option);
  }

  private static void inspect(String rules) throws IOException, PacketFormatException {
    String text = "*filter\n:FORWARD DROP [0:0]\n-A FORWARD %s\nCOMMIT\n".formatted(rules);
    Inspection.of(text.getBytes(StandardCharsets.UTF_8), "newer.v4", 1);
    Inspection.of(
        text.replace("-p icmp", "-p ipv6-icmp").getBytes(StandardCharsets.UTF_8), "newer.v6", 1);
  }
}
