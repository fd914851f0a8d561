package dev.fwlint.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostReaderTest {
  private static Host read(String json) throws FactsFormatException {
    return HostReader.read(new SourceFile("host.json", json.replace('\'', '"')));
  }

  private static List<String> own(String addresses) throws FactsFormatException {
    Host host =
        read(
            "{'addr': [{}, {'ifname': 'eth0', 'flags': ['UP'], 'addr_info': [%s]}]}"
                .formatted(addresses));
    return host.own().stream()
        .map(own -> own.type() + " " + own.network() + (own.sure() ? "" : " perhaps"))
        .toList();
  }

  private static List<String> routes(String routes) throws FactsFormatException {
    return read("{'route': [%s]}".formatted(routes)).routes().stream()
        .map(route -> route.network() + " " + route.kind() + " " + route.devices())
        .toList();
  }

  @Test
  void aSubnetHasABroadcastAddressAndUpToLinux513Two() throws FactsFormatException {
    assertEquals(
        List.of(
            "LOCAL 192.0.2.10/32",
            "BROADCAST 192.0.2.255/32",
            "BROADCAST 192.0.2.255/32",
            "BROADCAST 192.0.2.0/32 perhaps"),
        own("{'local': '192.0.2.10', 'prefixlen': 24, 'broadcast': '192.0.2.255'}"));
    assertEquals(List.of("LOCAL 10.6.0.1/32"), own("{'local': '10.6.0.1', 'prefixlen': 31}"));
  }

  @Test
  void theOtherEndOfAPointToPointLinkIsNotTheHosts() throws FactsFormatException {
    assertEquals(
        List.of("LOCAL 10.5.0.1/32"),
        own("{'local': '10.5.0.1', 'address': '10.5.0.2', 'prefixlen': 32}"));
  }

  @Test
  void anAddressOnTrialMayNotBeThere() throws FactsFormatException {
    assertEquals(
        List.of("LOCAL 2001:db8::1/128 perhaps", "ANYCAST 2001:db8::/128 perhaps"),
        own("{'local': '2001:db8::1', 'prefixlen': 64, 'tentative': true}"));
  }

  @Test
  void longPrefixesComeFirstAndThenLowMetrics() throws FactsFormatException {
    assertEquals(
        List.of(
            "10.30.0.0/16 UNICAST [br0]",
            "10.30.0.0/16 UNICAST [eth1]",
            "0.0.0.0/0 UNICAST [eth0]"),
        routes(
            """
            {'dst': 'default', 'gateway': '192.0.2.1', 'dev': 'eth0', 'flags': []},
            {'dst': '10.30.0.0/16', 'dev': 'eth1', 'metric': 10},
            {'dst': '10.30.0.0/16', 'dev': 'br0', 'metric': 5}
            """));
  }

  @Test
  void routesOfEveryKindAreKnownAndThoseOfOtherTablesPassedOver() throws FactsFormatException {
    assertEquals(
        List.of(
            "10.5.0.2/32 UNICAST [eth1]",
            "10.9.0.0/16 NONE []",
            "10.12.0.0/16 THROW []",
            "10.13.0.0/16 UNICAST [eth0, br0]",
            "::/0 UNICAST [wg0]"),
        routes(
            """
            {'dst': '10.5.0.2', 'dev': 'eth1', 'scope': 'link'},
            {'type': 'blackhole', 'dst': '10.9.0.0/16'},
            {'type': 'throw', 'dst': '10.12.0.0/16'},
            {'dst': '10.13.0.0/16', 'nexthops': [{'dev': 'eth0'}, {'dev': 'br0'}]},
            {'dst': '10.14.0.0/16', 'dev': 'eth0', 'table': '100'},
            {'dst': '10.15.0.0/16', 'dev': 'eth0', 'flags': ['dead', 'linkdown']},
            {'dst': 'default', 'dev': 'wg0', 'metric': 1024, 'pref': 'medium'}
            """));
  }

  @Test
  void aFamilyOfWhichNothingIsListedIsNotKnown() throws FactsFormatException {
    Host host =
        read(
            "{'addr': [{'ifname': 'eth0', 'addr_info': [{'local': '192.0.2.10', 'prefixlen': 24}]}],"
                + " 'route': []}");
    assertTrue(host.knowsAddresses(Family.IPV4));
    assertFalse(host.knowsAddresses(Family.IPV6));
    assertTrue(host.routed().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                               | host.json:1:2: there is neither addr nor route in it
          []                                               | host.json:1:1: there is a list, not an object
          {'adr': []}                                      | host.json:1:9: there is "adr", but only addr and route are known
          {'addr': {}}                                     | host.json:1:10: there is an object, not what ip -j addr prints
          {'addr': []} {}                                  | host.json:1:14: there is an object, not the end of the file
          {'addr': [],;'addr': []}                         | host.json:2:7: it is not JSON as ip -j prints it: Duplicate
          {'addr': [}                                      | host.json:1:11: it is not JSON as ip -j prints it: Unexpected close marker
          {'addr': [{'ifname': 7}]}                        | host.json:1:22: there is "7", not text
          {'addr': [{'addr_info': [{'local': 'x', 'prefixlen': 1}]}]} | host.json:1:26: "x" is no address with a prefixlen
          {'addr': [{'addr_info': [{'local': '10.0.0.1', 'prefixlen': 99999999999999999999}]}]} | host.json:1:61: there is "99999999999999999999", not a number from 0 to 128
          {'route': [{'dst': '10.0.0.0/99', 'dev': 'eth0'}]} | host.json:1:12: "10.0.0.0/99" is no network
          {'route': [{'dst': '10.0.0.0/8'}]}               | host.json:1:12: the route to "10.0.0.0/8" has no dev
          """)
  void whatCannotBeReadIsNamedByItsPlace(String json, String message) {
    FactsFormatException wrong =
        assertThrows(FactsFormatException.class, () -> read(json.replace(';', '\n')));
    assertTrue(wrong.getMessage().startsWith(message), wrong::getMessage);
  }

  @Test
  void whatIsNestedDeepIsRefused() {
    String deep = "{'addr': [{'x': " + "[".repeat(100_000) + "]".repeat(100_000) + "}]}";
    FactsFormatException wrong = assertThrows(FactsFormatException.class, () -> read(deep));
    assertTrue(wrong.getMessage().startsWith("host.json:1:"), wrong::getMessage);
    assertEquals(1, wrong.getMessage().lines().count());
  }
}
