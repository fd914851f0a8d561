package dev.fwlint.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpSetReaderTest {
  private static IpSets read(String text) throws FactsFormatException {
    return IpSetReader.read(new SourceFile("saved", text));
  }

  private static IpSet set(String text) throws FactsFormatException {
    return read(text).set("s").orElseThrow();
  }

  private static String shown(SetElement element) {
    return element.parts().stream().map(IpSetReaderTest::shown).collect(Collectors.joining(","))
        + (element.exception() ? " nomatch" : "")
        + (element.expires() ? " expires" : "");
  }

  private static String shown(Part part) {
    return switch (part) {
      case Part.Block block -> block.network().toString();
      case Part.Ports of -> of.protocol() + ":" + of.ports().from() + "-" + of.ports().to();
      case Part.Mac of -> "mac " + Long.toHexString(of.mac());
      case Part.Mark of -> "mark " + of.mark();
      case Part.Device by -> (by.port() ? "port " : "") + by.name() + (by.prefix() ? "+" : "");
      case Part.Member of -> "set " + of.set().name();
    };
  }

  private static List<String> elements(String text) throws FactsFormatException {
    return set(text).elements().stream().map(IpSetReaderTest::shown).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bitmap:ip range 10.0.0.0/16 netmask 24    | 10.0.3.7                       | 10.0.3.0/32
          bitmap:ip,mac range 10.0.0.0/24           | 10.0.0.4,00:11:22:33:44:55     | 10.0.0.4/32,mac 1122334455
          bitmap:ip,mac range 10.0.0.0/24           | 10.0.0.4                       | 10.0.0.4/32
          bitmap:port range 0-1024                  | tcp:80-90                      | 0:80-90
          bitmap:port range 0-1024                  | 22                             | 0:22-22
          hash:ip                                   | 10.0.0.4                       | 10.0.0.4/32
          hash:ip                                   | 10.0.0.4-10.0.0.6              | 10.0.0.4/31 10.0.0.6/32
          hash:ip bitmask 255.255.0.255             | 10.0.7.4                       | 10.0.0.4/32
          hash:ip family inet6 netmask 64           | 2001:db8::7                    | 2001:db8::/128
          hash:mac                                  | 00:11:22:33:44:55              | mac 1122334455
          hash:ip,mac                               | 10.0.0.4,00:11:22:33:44:55     | 10.0.0.4/32,mac 1122334455
          hash:net                                  | 10.0.0.9/8                     | 10.0.0.0/8
          hash:net                                  | 10.0.0.0/8 nomatch             | 10.0.0.0/8 nomatch
          hash:net,net                              | 10.0.0.0/8,10.1.0.0/16         | 10.0.0.0/8,10.1.0.0/16
          hash:ip,port                              | 10.0.0.1,80                    | 10.0.0.1/32,6:80-80
          hash:ip,port                              | 10.0.0.1,udp:53                | 10.0.0.1/32,17:53-53
          hash:ip,port                              | 10.0.0.1,icmp:echo-request     | 10.0.0.1/32,1:2048-2048
          hash:ip,port                              | 10.0.0.1,icmp:host-unreachable | 10.0.0.1/32,1:769-769
          hash:ip,port                              | 10.0.0.1,icmp:3/7              | 10.0.0.1/32,1:775-775
          hash:ip,port                              | 10.0.0.1,gre:0                 | 10.0.0.1/32,47:0-0
          hash:ip,port                              | 10.0.0.1,99:0                  | 10.0.0.1/32,99:0-0
          hash:ip,port family inet6                 | 2001:db8::1,ipv6-icmp:no-route | 2001:db8::1/128,58:256-256
          hash:net,port                             | 10.0.0.0/8,tcp:1-9             | 10.0.0.0/8,6:1-9
          hash:ip,port,ip                           | 10.0.0.1,tcp:80,10.0.0.2       | 10.0.0.1/32,6:80-80,10.0.0.2/32
          hash:ip,port,net                          | 10.0.0.1,tcp:80,10.0.0.0/24    | 10.0.0.1/32,6:80-80,10.0.0.0/24
          hash:ip,mark markmask 0xff                | 10.0.0.1,0x1234                | 10.0.0.1/32,mark 52
          hash:net,port,net                         | 10.0.0.0/8,tcp:80,10.1.0.0/16  | 10.0.0.0/8,6:80-80,10.1.0.0/16
          hash:net,iface                            | 10.0.0.0/8,physdev:eth0        | 10.0.0.0/8,port eth0
          hash:net,iface                            | 0.0.0.0/0,veth wildcard        | 0.0.0.0/0,veth+
          hash:ip timeout 300                       | 10.0.0.1                       | 10.0.0.1/32 expires
          hash:ip timeout 300                       | 10.0.0.1 timeout 299           | 10.0.0.1/32 expires
          hash:ip timeout 300                       | 10.0.0.1 timeout 0             | 10.0.0.1/32
          """)
  void everyTypeHasItsElements(String create, String add, String expected)
      throws FactsFormatException {
    String text = "create s %s hashsize 64 bucketsize 12 initval 0x1 counters comment%nadd s %s%n";
    assertEquals(
        expected, String.join(" ", elements(text.formatted(create, add))).replaceAll(",$", ""));
  }

  @Test
  void whatAnElementHasBesideItsPartsIsPassedOver() throws FactsFormatException {
    String text =
        """
        # Generated by ipset

        create s hash:ip family inet counters comment skbinfo forceadd
        add s 10.0.0.1 packets 5 bytes 7 comment "add s 10.0.0.9" skbmark 0x1/0x2 skbprio 1:10 skbqueue 3
        add s 10.0.0.1 -exist
        """;
    assertEquals(List.of("10.0.0.1/32"), elements(text));
    assertTrue(set(text).shape().counts() && set(text).shape().makesRoom());
    assertEquals(Optional.of(Family.IPV4), set(text).family());
  }

  @Test
  void aListHoldsTheSetsAsTheyAreInTheEnd() throws FactsFormatException {
    IpSet list = set("create a hash:ip\ncreate s list:set size 8\nadd s a\nadd a 10.0.0.1\n");
    Part member = list.elements().getFirst().parts().getFirst();
    assertEquals(1, ((Part.Member) member).set().elements().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flush s                                  | saved:1:1: "flush" is neither create nor add; write the file with ipset save
          create                                   | saved:1:7: a set's name is missing
          create s                                 | saved:1:9: a set's type is missing
          create s hash:up                         | saved:1:10: "hash:up" is no type of set
          create s hash:ip family inet5            | saved:1:25: "inet5" is no family
          create s hash:ip netmask 33              | saved:1:26: "33" is no mask
          create s hash:ip timeout 99999999999     | saved:1:26: "99999999999" is no number from 0 to 4294967295
          create s hash:ip colour                  | saved:1:18: "colour" is no option here
          add s 10.0.0.1                           | saved:1:5: there is no set "s" above
          create s hash:ip;create s hash:ip        | saved:2:8: the set "s" is created twice
          create s hash:ip;add s 10.0.0.256        | saved:2:7: "10.0.0.256" is no address of the set's family
          create s hash:ip;add s 2001:db8::1       | saved:2:7: "2001:db8::1" is no address of the set's family
          create s hash:ip;add s 10.0.0.1,tcp:80   | saved:2:7: "10.0.0.1,tcp:80" is no element of a set of type hash:ip
          create s hash:ip;add s 10.0.0.9-10.0.0.1 | saved:2:7: "10.0.0.9-10.0.0.1" is no range
          create s hash:net;add s 10.0.0.0/33      | saved:2:7: "10.0.0.0/33" is no network
          create s hash:ip;add s 10.0.0.1 wild     | saved:2:16: "wild" is no option here
          create s hash:ip;add s 1.1.1.1 comment "x| saved:2:23: no double quote ends what begins here
          create s hash:ip,port;add s 1.1.1.1,xx:1 | saved:2:7: "xx" is no protocol
          create s hash:ip,port;add s 1.1.1.1,tcp:99999 | saved:2:7: "99999" is no port
          create s hash:mac;add s 00:11            | saved:2:7: "00:11" is no MAC address
          create s list:set;add s s                | saved:2:7: there is no set "s" above to be listed
          """)
  void whatCannotBeReadIsNamedByItsPlace(String lines, String message) {
    FactsFormatException wrong =
        assertThrows(FactsFormatException.class, () -> read(lines.replace(';', '\n')));
    assertTrue(wrong.getMessage().startsWith(message), wrong::getMessage);
  }

  @Test
  void rangesDoNotFillTheMemory() {
    for (String text :
        List.of(
            "create s hash:ip\n" + "add s 0.0.0.1-255.255.255.254\n".repeat(40_000),
            "create s hash:ip,port\n" + "add s 10.0.0.1,tcp:1-65535\n".repeat(40))) {
      FactsFormatException wrong = assertThrows(FactsFormatException.class, () -> read(text));
      assertTrue(wrong.getMessage().endsWith("elements are too many"), wrong::getMessage);
    }
  }
}
