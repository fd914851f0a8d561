package dev.fwlint.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Loader;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as iptables-legacy-save 1.8.9 was found to write them. */
class RuleTextTest {
  /** The rules that a line makes, without their {@code -A CHAIN}. */
  private static String rules(String table, String chain, String rule, Family family) {
    String text = "*%s\n-A %s %s\nCOMMIT\n".formatted(table, chain, rule);
    return SavePrinter.lines(
            Loader.load(RestoreReader.read(new SourceFile("rules", text), family)), false)
        .filter(line -> line.startsWith("-A"))
        .map(line -> line.substring("-A ".length() + chain.length()).strip())
        .collect(Collectors.joining(" + "));
  }

  private static String rule(String rule) {
    return rules("filter", "FORWARD", rule, Family.IPV4);
  }

  private static String rule6(String rule) {
    return rules("filter", "FORWARD", rule, Family.IPV6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -j ACCEPT -p 6 -o eth1 -i eth0 -d 10.0.0.1 -s 10/8   | -s 10.0.0.0/8 -d 10.0.0.1/32 -i eth0 -o eth1 -p tcp -j ACCEPT
          ! -s 10.1.2.3/255.0.255.0 -j DROP                    | ! -s 10.0.2.0/255.0.255.0 -j DROP
          -s 0/0 -i + -p all -j DROP                           | -j DROP
          ! -s 0/0 ! -i +                                      | ! -s 0.0.0.0/0
          -i br-+ ! -f                                         | -i br-+ ! -f
          -p 58                                                | -p ipv6-icmp
          -p 200                                               | -p 200
          -s example.org/24,10.0.0.1                           | -s example.org/24 + -s 10.0.0.1/32
          """)
  void iptablesOwnOptions(String written, String printed) {
    assertEquals(printed, rule(written));
  }

  @Test
  void aListOfAddressesMakesARuleForEachPair() {
    assertEquals(
        "-s 10.0.0.1/32 -d 10.0.0.3/32 + -s 10.0.0.1/32 -d 10.0.0.4/32"
            + " + -s 10.0.0.2/32 -d 10.0.0.3/32 + -s 10.0.0.2/32 -d 10.0.0.4/32",
        rule("-s 10.0.0.1,10.0.0.2 -d 10.0.0.3,10.0.0.4"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -p tcp --syn --dport http                  | -p tcp -m tcp --dport 80 --tcp-flags FIN,SYN,RST,ACK SYN
          -p tcp ! --sport 0:65535 --tcp-flags ALL NONE | -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE
          -p udp --dport :53 -m udp                  | -p udp -m udp --dport 0:53 -m udp
          -p tcp -m multiport --source-ports 1:2,ssh | -p tcp -m multiport --sports 1:2,22
          -p icmp --icmp-type ping                   | -p icmp -m icmp --icmp-type 8
          -p icmp --icmp-type fragmentation-needed   | -p icmp -m icmp --icmp-type 3/4
          -p sctp --chunk-types any init,DATA:Ub     | -p sctp -m sctp --chunk-types any DATA:Ub,INIT
          -p ah -m ah ! --ahspi 5:                   | -p ah -m ah ! --ahspi 5:4294967295
          -p ipcomp -m ipcomp                        | -p ipcomp -m ipcomp --ipcompspi 0
          """)
  void matchesOfProtocols(String written, String printed) {
    assertEquals(printed, rule(written));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -m mark --mark 16/255                            | -m mark --mark 0x10/0xff
          -m addrtype --dst-type local,unicast             | -m addrtype --dst-type UNICAST,LOCAL
          -m iprange --src-range 10.0.0.1                  | -m iprange --src-range 10.0.0.1-10.0.0.1
          -m mac --mac-source AA:b:C:0:1:2                 | -m mac --mac-source aa:0b:0c:00:01:02
          -m dscp --dscp-class EF                          | -m dscp --dscp 0x2e
          -m tos --tos Minimize-Delay                      | -m tos --tos 0x10/0x3f
          -m physdev --physdev-out b --physdev-in a+       | -m physdev --physdev-in a+ --physdev-out b
          -m policy --dir in                               | -m policy --dir in --pol ipsec
          -m policy --dir in --strict --proto 50 --next --spi 7 --reqid 1 | -m policy --dir in --pol ipsec --strict --proto esp --next --reqid 1 --spi 0x7
          -m u32 --u32 0>>22&0x3C@4=1,2:2                  | -m u32 --u32 "0x0>>0x16&0x3c@0x4=0x1,0x2"
          """)
  void matchesOfPackets(String written, String printed) {
    assertEquals(printed, rule(written));
  }

  @Test
  void aStringThatDoesNotPrintIsBytes() {
    assertEquals(
        "-m string --string \"GET \\\"\" --algo bm",
        rule("-m string --algo bm --hex-string |47|ET|2022|"));
    assertEquals(
        "-m string ! --hex-string \"|c3a9|\" --algo kmp --to 100",
        rule("-m string --algo kmp ! --string é --to 100 --from 0"));
  }

  @Test
  void quotesStandWhereIptablesPutsThem() {
    assertEquals("-m comment --comment plain-1", rule("-m comment --comment \"plain-1\""));
    assertEquals(
        "-m comment --comment \"it\\'s \\\"so\\\" \\\\ \"",
        rule("-m comment --comment \"it's \\\"so\\\" \\\\ \""));
    assertEquals("-m comment --comment \"\"", rule("-m comment --comment \"\""));
    assertEquals("-m connlabel --label \"40\"", rule("-m connlabel --label 40"));
  }

  /** iptables-save leaves these bare, and reads back something else. */
  @Test
  void aWordThatWouldNotBeReadBackIsQuoted() {
    assertEquals(
        "-m recent --set --name \"x -j DROP\" --mask 255.255.255.255 --rsource",
        rule("-m recent --set --name \"x -j DROP\""));
    assertEquals("-i \"a b\"", rule("-i \"a b\""));
  }

  @Test
  void aTextIsKeptAsFarAsTheKernelKeepsIt() {
    assertEquals(
        "-j LOG --log-prefix " + "x".repeat(29), rule("-j LOG --log-prefix " + "x".repeat(40)));
    assertEquals(
        "-m comment --comment \"" + "é".repeat(127) + "\"",
        rule("-m comment --comment " + "é".repeat(200)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -m state --state EST,NEW                       | -m state --state NEW,ESTABLISHED
          -m conntrack --ctstate ESTABLISHED,RELATED     | -m conntrack --ctstate RELATED,ESTABLISHED
          -m conntrack --ctorigsrc 10.0.0.1/24 --ctproto tcp | -m conntrack --ctproto 6 --ctorigsrc 10.0.0.1/24
          -m limit                                       | -m limit --limit 3/hour
          -m limit --limit-burst 5 --limit 120/minute    | -m limit --limit 2/sec
          -m hashlimit --hashlimit 60/m --hashlimit-name a | -m hashlimit --hashlimit-upto 1/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-htable-expire 60000
          -m hashlimit ! --hashlimit-upto 512kb/s --hashlimit-name a --hashlimit-burst 1mb | -m hashlimit --hashlimit-above 512kb/s --hashlimit-burst 1mb --hashlimit-name a
          -m connlimit ! --connlimit-above 3             | -m connlimit --connlimit-upto 3 --connlimit-mask 32 --connlimit-saddr
          -m recent --rcheck --rdest --hitcount 0        | -m recent --rcheck --name DEFAULT --mask 255.255.255.255 --rdest
          -m statistic --mode random --probability 0.3   | -m statistic --mode random --probability 0.29999999981
          -m cluster --cluster-total-nodes 3 ! --cluster-local-node 2 --cluster-hash-seed 7 | -m cluster ! --cluster-local-nodemask 0x00000002 --cluster-total-nodes 3 --cluster-hash-seed 0x00000007
          -m set --set bad src --update-counters         | -m set --match-set bad src
          -m owner --uid-owner root --gid-owner 5:9      | -m owner --uid-owner 0 --gid-owner 5-9
          """)
  void matchesOfHistory(String written, String printed) {
    String chain = written.contains("owner") ? "OUTPUT" : "FORWARD";
    assertEquals(printed, rules("filter", chain, written, Family.IPV4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --timestart 9:5                | --timestart 09:05:00 --timestop 23:59:59 --datestop 2038-01-19T03:14:07
          --datestop 2020-02-30          | --datestop 2020-03-01T00:00:00
          ! --weekdays Sat,Sun           | --weekdays Mon,Tue,Wed,Thu,Fri --datestop 2038-01-19T03:14:07
          --weekdays 1,2,3,4,5,6,7       | --datestop 2038-01-19T03:14:07
          ! --weekdays 1,2,3,4,5,6,7     | ! --weekdays Mon,Tue,Wed,Thu,Fri,Sat,Sun --datestop 2038-01-19T03:14:07
          --localtz --monthdays 31,1     | --monthdays 1,31 --datestop 2038-01-19T03:14:07 --kerneltz
          """)
  void times(String written, String printed) {
    assertEquals("-m time " + printed, rule("-m time " + written));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filter | INPUT       | -j REJECT                                    | -j REJECT --reject-with icmp-port-unreachable
          filter | INPUT       | -j REJECT --reject-with host-prohib          | -j REJECT --reject-with icmp-host-prohibited
          filter | INPUT       | -j LOG --log-level warning --log-uid         | -j LOG --log-uid
          filter | INPUT       | -j NFQUEUE --queue-bypass                    | -j NFQUEUE --queue-num 0 --queue-bypass
          filter | INPUT       | -j NFLOG --nflog-group 0                     | -j NFLOG
          mangle | FORWARD     | -j MARK --set-mark 5/3                       | -j MARK --set-xmark 0x5/0x7
          mangle | FORWARD     | -j MARK --and-mark 5                         | -j MARK --set-xmark 0x0/0xfffffffa
          mangle | FORWARD     | -j CONNMARK --save-mark --mask 255           | -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
          mangle | FORWARD     | -j TOS --or-tos 4                            | -j TOS --set-tos 0x04/0x04
          mangle | FORWARD     | -j DSCP --set-dscp-class AF11                | -j DSCP --set-dscp 0x0a
          mangle | FORWARD     | -j CLASSIFY --set-class 1:A                  | -j CLASSIFY --set-class 0001:000a
          mangle | PREROUTING  | -p tcp -j TPROXY --on-port 80                | -p tcp -j TPROXY --on-port 80 --on-ip 0.0.0.0 --tproxy-mark 0x0/0x0
          mangle | FORWARD     | -p tcp -j ECN --ecn-tcp-ece 0 --ecn-tcp-cwr 0 | -p tcp -j ECN --ecn-tcp-remove
          mangle | FORWARD     | -j HMARK --hmark-tuple src,ct --hmark-mod 9 --hmark-rnd 1 | -j HMARK --hmark-src-prefix 32 --hmark-rnd 0x00000001 --hmark-mod 9 --hmark-tuple ct
          raw    | PREROUTING  | -j CT --zone-orig 5 --zone-reply 5           | -j CT --zone 5
          nat    | POSTROUTING | -j MASQUERADE --random-fully --random        | -j MASQUERADE --random --random-fully
          nat    | PREROUTING  | -p tcp -j REDIRECT --to-ports 1-2            | -p tcp -j REDIRECT --to-ports 1-2
          nat    | PREROUTING  | -p tcp -j DNAT --to-destination 10.0.0.1-10.0.0.1:80-80 | -p tcp -j DNAT --to-destination 10.0.0.1:80
          nat    | PREROUTING  | -j NETMAP --to 10.0.0.1/24                   | -j NETMAP --to 10.0.0.0/24
          filter | INPUT       | -j RATEEST --rateest-name a --rateest-interval 0.2s --rateest-ewmalog 1s | -j RATEEST --rateest-name a --rateest-interval 250.0ms --rateest-ewmalog 1.0s
          """)
  void targets(String table, String chain, String written, String printed) {
    assertEquals(printed, rules(table, chain, written, Family.IPV4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -s ::ffff:192.0.2.1 -d 2001:db8:0:0:1:0:0:5/64 | -s ::ffff:192.0.2.1/128 -d 2001:db8::/64
          -p icmpv6 --icmpv6-type 1/3                    | -p ipv6-icmp -m icmp6 --icmpv6-type 1/3
          -p mh --mh-type brr:bu                         | -p mobility-header -m mh --mh-type 0:5
          -m ipv6header --header prot,hop --soft         | -m ipv6header --header hop-by-hop,protocol --soft
          -m dst --dst-opts 0x10:3,4                     | -m dst --dst-opts 16:3,4
          -m rt --rt-segsleft 0: --rt-type 0 --rt-0-addrs ::1 | -m rt --rt-type 0 --rt-0-addrs ::1
          -m connlimit --connlimit-above 3               | -m connlimit --connlimit-above 3 --connlimit-mask 128 --connlimit-saddr
          -m conntrack --ctorigsrc ::1/128               | -m conntrack --ctorigsrc ::1
          -m srh --srh-psid a::1/64                      | -m srh --srh-psid a::1/64
          -j REJECT                                      | -j REJECT --reject-with icmp6-port-unreachable
          """)
  void ipv6(String written, String printed) {
    assertEquals(printed, rule6(written));
  }

  @Test
  void natOfIpv6HasBracketsBeforePorts() {
    assertEquals(
        "-p tcp -j DNAT --to-destination [2001:db8::1]:80",
        rules(
            "nat", "PREROUTING", "-p tcp -j DNAT --to-destination [2001:DB8::1]:80", Family.IPV6));
  }
}
