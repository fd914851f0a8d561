package dev.fwlint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacketTextTest {
  @Test
  void tellsDefaultsThatMatter() {
    assertTold(
        "tcp 1.2.3.4:40000 -> 172.17.0.2:80, NEW, eth0 -> docker0",
        "src",
        "1.2.3.4",
        "dst",
        "172.17.0.2",
        "in",
        "eth0",
        "out",
        "docker0");
    assertTold(
        "udp [2001:db8::1]:40000 -> [fd00::2]:53, ESTABLISHED, arriving by eth0",
        "src",
        "2001:db8::1",
        "dst",
        "fd00::2",
        "proto",
        "udp",
        "dport",
        53,
        "state",
        "ESTABLISHED",
        "in",
        "eth0");
    assertTold(
        "icmp 1.2.3.4 -> 1.2.3.5, type 8 code 0, NEW, this host -> eth0",
        "src",
        "1.2.3.4",
        "dst",
        "1.2.3.5",
        "proto",
        "icmp",
        "out",
        "eth0");
    assertTold(
        "ipv6-icmp fe80::1 -> ff02::1, type 135 code 0, UNTRACKED, eth0 -> this host",
        "hook",
        "input",
        "src",
        "fe80::1",
        "dst",
        "ff02::1",
        "proto",
        "ipv6-icmp",
        "icmp_type",
        135,
        "state",
        "UNTRACKED",
        "in",
        "eth0");
  }

  @Test
  void tellsWhatIsUnusual() {
    assertTold(
        "tcp 1.2.3.4:1 -> 1.2.3.5:2, NEW, flags SYN,ACK, ? -> ?, the host has 10.0.0.1 10.0.0.2,"
            + " mark 7, ttl 1",
        "src",
        "1.2.3.4",
        "dst",
        "1.2.3.5",
        "sport",
        1,
        "dport",
        2,
        "flags",
        "SYN,ACK",
        "mark",
        7,
        "ctmark",
        0,
        "ttl",
        1,
        "local",
        List.of("10.0.0.1", "10.0.0.2"));
    assertTold(
        "tcp 1.2.3.4:40000 -> 1.2.3.5:80, ESTABLISHED, direction REPLY of a connection to"
            + " 9.9.9.9:443, arriving by eth0, routes 172.18.0.0/16 by br-1; 10.0.0.0/8 by tun0",
        "src",
        "1.2.3.4",
        "dst",
        "1.2.3.5",
        "state",
        "ESTABLISHED",
        "flags",
        "ACK",
        "dir",
        "REPLY",
        "orig_dst",
        "9.9.9.9",
        "orig_dport",
        443,
        "in",
        "eth0",
        "routes",
        List.of(List.of("172.18.0.0/16", "br-1"), List.of("10.0.0.0/8", "tun0")));
  }

  private static void assertTold(String expected, Object... keysAndValues) {
    Map<String, Object> packet = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      packet.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    assertEquals(expected, PacketText.of(packet));
  }
}
