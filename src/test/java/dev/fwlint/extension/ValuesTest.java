package dev.fwlint.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.AddressRange;
import dev.fwlint.extension.Value.HostName;
import dev.fwlint.extension.Value.Hosts;
import dev.fwlint.extension.Value.Icmp;
import dev.fwlint.extension.Value.Interface;
import dev.fwlint.extension.Value.Mac;
import dev.fwlint.extension.Value.Masked;
import dev.fwlint.extension.Value.Names;
import dev.fwlint.extension.Value.NatTo;
import dev.fwlint.extension.Value.Network;
import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Ranges;
import dev.fwlint.extension.Value.Rate;
import dev.fwlint.extension.Value.TcpFlags;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values mean to iptables 1.8.9, and which it refuses. */
class ValuesTest {
  private static final Scope TCP = new Scope(Family.IPV4, 6, false);
  private static final Scope TCP6 = new Scope(Family.IPV6, 6, false);

  private static Value good(String notation, String text) {
    return assertInstanceOf(Reading.Good.class, ValueKind.of(notation).read(text, TCP)).value();
  }

  private static Value good6(String notation, String text) {
    return assertInstanceOf(Reading.Good.class, ValueKind.of(notation).read(text, TCP6)).value();
  }

  private static String bad(String notation, String text, Scope scope) {
    return assertInstanceOf(Reading.Bad.class, ValueKind.of(notation).read(text, scope)).message();
  }

  private static Network network(long address, long mask) {
    return new Network(Address.v4(address), Address.v4(mask));
  }

  /** A leading zero makes a part octal, and missing parts are zero: {@code -s 10.1} is 10.1.0.0. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, c0000201, ffffffff",
    "10.0.0.1/8, 0a000001, ff000000",
    "010.0.0.1, 08000001, ffffffff",
    "10.1, 0a010000, ffffffff",
    "10.1/16, 0a010000, ffff0000",
    "16909060, 01020304, ffffffff",
    "1.2.65535, 0102ffff, ffffffff",
    "192.0.2.1/255.0.255.0, c0000201, ff00ff00",
    "192.0.2.1/010, c0000201, ff000000",
  })
  void readsAddressesAsIptablesDoes(String text, String address, String mask) {
    Hosts hosts = (Hosts) good("hosts", text);

    assertEquals(
        List.of(network(Long.parseLong(address, 16), Long.parseLong(mask, 16))), hosts.hosts());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.256",
    "1.2.3.4.5",
    "09.0.0.1",
    "''",
    "1.2.3.4/33",
    "1.2.3.4/",
    "1.2.3.4/255.255",
    "<host>",
    "-s"
  })
  void refusesWhatIsNoAddress(String text) {
    bad("hosts", text, TCP);
  }

  @Test
  void takesANameForAHost() {
    assertEquals(
        new Hosts(List.of(new HostName("example.org", Optional.empty()))),
        good("hosts", "example.org"));
  }

  @Test
  void readsLists() {
    assertEquals(2, ((Hosts) good("hosts", "192.0.2.1,example.org/24")).hosts().size());
    assertEquals(
        new Ranges(List.of(Range.of(22), new Range(80, 443))), good("port-list", "ssh,http:https"));
    assertEquals(
        new Names(List.of("NEW", "ESTABLISHED")),
        good("types(INVALID,NEW,ESTABLISHED)", "new,EST"));
  }

  @Test
  void readsIpv6() {
    Address address = Address.v6(0x2001_0db8_0000_0000L, 1);

    assertEquals(
        new Hosts(List.of(new Network(address, Address.prefix(Family.IPV6, 64)))),
        good6("hosts", "2001:db8::1/64"));
    assertEquals(new AddressRange(address, address), good6("address-range", "2001:db8::1"));
    assertEquals(
        new Hosts(
            List.of(new Network(Address.v6(0, 0xffff_c000_0201L), Address.hostMask(Family.IPV6)))),
        good6("hosts", "::ffff:192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "1::2::3",
    "12345::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    ":1",
    "::ffff:192.0.2.01",
    "192.0.2.1",
    "[::1]"
  })
  void refusesWhatIsNoIpv6Address(String text) {
    bad("hosts", text, TCP6);
  }

  /** The match tcp reads ports itself; udp and others ask the C library, which wraps them. */
  @Test
  void readsPortsAsTheirMatchDoes() {
    assertEquals(Range.of(80), good("tcp-ports", "0x50"));
    assertEquals(Range.of(8), good("tcp-ports", "010"));
    assertEquals(Range.of(10), good("ports", "010"));
    assertEquals(Range.of(4464), good("ports", "70000"));
    assertEquals(new Range(1024, 65535), good("tcp-ports", "1024:"));
    assertEquals(new Range(90, 80), good("ports", "90:80"));
    bad("tcp-ports", "90:80", TCP);
    bad("tcp-ports", "65536", TCP);
    bad("tcp-ports", "tftp", TCP);
    assertEquals(Range.of(69), good("ports", "tftp"));
  }

  @Test
  void allowsMultiportFifteenPortsAndOneProtocolBeforeThem() {
    bad("port-list", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", TCP);
    bad("port-list", "1:2,3:4,5:6,7:8,9:10,11:12,13:14,15:16", TCP);
    bad("port-list", "80", Scope.of(Family.IPV4));
    bad("port-list", "80", new Scope(Family.IPV4, 6, true));
  }

  @Test
  void readsNatTargets() {
    AddressRange host = new AddressRange(Address.v4(0xc000_0201L), Address.v4(0xc000_0201L));

    assertEquals(
        new NatTo(Optional.of(host), Optional.empty(), Optional.empty()), good("nat", "192.0.2.1"));
    assertEquals(
        new NatTo(Optional.of(host), Optional.of(new Range(1000, 2000)), Optional.of(3000)),
        good("nat", "192.0.2.1:1000-2000/3000"));
    assertEquals(
        new NatTo(Optional.empty(), Optional.of(Range.of(80)), Optional.empty()),
        good("nat", ":http"));
    bad("nat", "192.0.2.1:80", Scope.of(Family.IPV4));
    bad("nat", "010.0.0.1", TCP);
  }

  @Test
  void readsMarksInAnyBase() {
    assertEquals(new Masked(0x10, 0xff), good("u32/u32", "0x10/255"));
    assertEquals(new Masked(8, 0xffff_ffffL), good("u32/u32", "010"));
    bad("u32/u32", "4294967296", TCP);
    bad("u32/u32", "-1", TCP);
    bad("u32/u32", "1/", TCP);
  }

  @Test
  void readsTheLargestNumbers() {
    assertEquals(Range.of(-1L), good("u64", "18446744073709551615"));
    bad("u64", "18446744073709551616", TCP);
  }

  @Test
  void readsInterfaces() {
    assertEquals(new Interface("br-", true), good("interface", "br-+"));
    assertEquals(new Interface("eth0", false), good("interface", "eth0"));
    assertEquals(new Interface("", true), good("interface", "+"));
    bad("interface", "sixteen-letters-", TCP);
    bad("interface", "", TCP);
  }

  @Test
  void readsIcmpTypes() {
    Range all = new Range(0, 255);

    assertEquals(new Icmp(Range.of(8), all), good("icmp-type", "ping"));
    assertEquals(new Icmp(Range.of(3), Range.of(4)), good("icmp-type", "fragmentation-needed"));
    assertEquals(new Icmp(all, all), good("icmp-type", "any"));
    assertEquals(new Icmp(Range.of(128), all), good6("icmp-type", "echo-request"));
    bad("icmp-type", "echo", TCP);
  }

  /** iptables takes the mask of a match for a prefix length, and one that is none for a host's. */
  @Test
  void readsAMaskOfAMatchThatIsNoPrefixAsAHosts() {
    assertEquals(network(0x0102_0304, 0xffff_ffffL), good("network", "1.2.3.4/255.0.255.0"));
    assertEquals(network(0x0102_0304, 0xffff_0000L), good("network", "1.2.3.4/255.255.0.0"));
  }

  @Test
  void readsRates() {
    assertEquals(new Rate(5, Rate.Unit.MINUTE, false), good("rate(10000)", "5/m"));
    assertEquals(new Rate(3, Rate.Unit.SECOND, false), good("rate(10000)", "3"));
    assertEquals(
        new Rate(512 << 10, Rate.Unit.SECOND, true), good("byte-rate(1000000)", "512kb/s"));
    bad("rate(10000)", "10001/s", TCP);
    bad("rate(10000)", "0/s", TCP);
  }

  @Test
  void readsOthers() {
    assertEquals(new TcpFlags(0x12), good("tcp-flags", "SYN,ack"));
    assertEquals(new TcpFlags(63), good("tcp-flags", "ALL"));
    assertEquals(new Mac(0x0200_0000_00ffL), good("mac", "2:0:0:0:0:FF"));
    assertEquals(new Value.Protocol(58), good("general-protocol", "ICMPv6"));
    assertEquals(new Value.Protocol(0), good("general-protocol", "all"));
    assertEquals(new Masked(0x10, 0x3f), good("tos", "Minimize-Delay"));
    assertEquals(Range.of(0x2e), good("dscp-class", "EF"));
    assertEquals(Range.of(6 * 3600), good("time-of-day", "06:00"));
  }
}
