package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fwlint.kernel.Outcome.Fate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel was found to do with single matches and targets. */
@Tag("kernel")
class KernelMatchesTest {
  private static final String FORWARDED = "in=eth0 out=eth1 src=192.0.2.7 dst=10.0.0.2";

  private static final String ADDRESS_TYPES =
      """
      -A INPUT -m addrtype --dst-type LOCAL
      -A INPUT -m addrtype --dst-type UNICAST
      -A INPUT -m addrtype ! --dst-type UNICAST
      -A INPUT -m addrtype --dst-type MULTICAST
      """;

  @Test
  void anAddressHasOneTypeInIpv4() {
    try (Trial trial =
        Trial.of(
            "*filter\n"
                + ADDRESS_TYPES
                + """
                -A INPUT -m addrtype --dst-type BROADCAST
                -A INPUT -m addrtype --dst-type LOCAL --limit-iface-in
                -A INPUT -m addrtype --dst-type UNICAST --limit-iface-in
                COMMIT
                """)) {
      String way = "hook=input in=eth0 src=192.0.2.7 proto=udp dst=";
      assertEquals("1 3 6", trial.hits("filter/INPUT", way + "10.0.0.1"));
      assertEquals("1 3 7", trial.hits("filter/INPUT", way + "127.0.0.1"));
      assertEquals("3 5", trial.hits("filter/INPUT", way + "255.255.255.255"));
      assertEquals("3 4", trial.hits("filter/INPUT", way + "224.0.0.1"));
      assertEquals(
          "1 3 6", trial.hits("filter/INPUT", "in=lo proto=udp src=127.0.0.1 dst=127.0.0.1"));
    }
  }

  @Test
  void anAddressOfTheHostIsUnicastAsWellInIpv6() {
    try (Trial trial = Trial.of6("*filter\n" + ADDRESS_TYPES + "COMMIT\n")) {
      String way = "hook=input in=eth0 src=2001:db8::7 proto=udp dst=";
      assertEquals("1 2", trial.hits("filter/INPUT", way + "2001:db8::1"));
      assertEquals("3 4", trial.hits("filter/INPUT", way + "ff02::1"));
    }
  }

  @Test
  void theKindOfFrameIsThePacketsType() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            -A INPUT -m pkttype --pkt-type unicast
            -A INPUT -m pkttype --pkt-type broadcast
            -A INPUT -m pkttype --pkt-type multicast
            COMMIT
            """)) {
      String way = "hook=input in=eth0 src=192.0.2.7 proto=udp dst=";
      assertEquals("1", trial.hits("filter/INPUT", way + "10.0.0.1"));
      assertEquals("2", trial.hits("filter/INPUT", way + "255.255.255.255"));
      assertEquals("3", trial.hits("filter/INPUT", way + "224.0.0.1"));
      assertEquals("1", trial.hits("filter/INPUT", "out=lo src=127.0.0.1 dst=127.0.0.1"));
    }
  }

  @Test
  void whatComesByLoHasNoMacAddressToCompare() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            -A INPUT -m mac --mac-source 00:11:22:33:44:55
            -A INPUT -m mac ! --mac-source 00:11:22:33:44:55
            COMMIT
            """)) {
      String way = "hook=input in=eth0 src=192.0.2.7 dst=10.0.0.1 mac=";
      assertEquals("1", trial.hits("filter/INPUT", way + "00:11:22:33:44:55"));
      assertEquals("2", trial.hits("filter/INPUT", way + "00:11:22:33:44:56"));
      assertEquals("", trial.hits("filter/INPUT", "in=lo src=127.0.0.1 dst=127.0.0.1"));
    }
  }

  @Test
  void wholePacketsAreNoFragmentsAndEveryProtocolIsAll() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            -A FORWARD -f
            -A FORWARD ! -f
            -A FORWARD -p all
            -A FORWARD -p 0
            -A FORWARD -p icmp -m icmp --icmp-type any
            -A FORWARD -p icmp -m icmp ! --icmp-type 3/1
            -A FORWARD -p tcp -m multiport ! --ports 80,90
            COMMIT
            """)) {
      assertEquals("2 3 4", trial.hits("filter/FORWARD", FORWARDED + " sport=5 dport=80"));
      assertEquals("2 3 4 7", trial.hits("filter/FORWARD", FORWARDED + " sport=5 dport=81"));
      String error = FORWARDED + " proto=icmp icmp_type=3 state=INVALID icmp_code=";
      assertEquals("2 3 4 5", trial.hits("filter/FORWARD", error + 1));
      assertEquals("2 3 4 5 6", trial.hits("filter/FORWARD", error + 2));
    }
  }

  @Test
  void marksAreClearedThenToggledOrSet() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            -A PREROUTING -p tcp --dport 1 -j MARK --set-mark 0xf0/0x0f
            -A PREROUTING -p tcp --dport 2 -j MARK --set-xmark 0xf0/0x0f
            -A PREROUTING -p tcp --dport 3 -j MARK --and-mark 0xf0
            -A FORWARD -m mark --mark 0x3f0
            -A FORWARD -m mark --mark 0x330
            -A FORWARD -m mark --mark 0xc0
            COMMIT
            """)) {
      assertEquals("1", trial.hits("mangle/FORWARD", FORWARDED + " mark=0x3c3 dport=1"));
      assertEquals("2", trial.hits("mangle/FORWARD", FORWARDED + " mark=0x3c3 dport=2"));
      assertEquals("3", trial.hits("mangle/FORWARD", FORWARDED + " mark=0x3c3 dport=3"));
    }
  }

  @Test
  void connmarkCopiesUnderMasksAndOfAnInvalidPacketNothing() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            -A PREROUTING -p tcp --dport 1 -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xf
            -A PREROUTING -p tcp --dport 2 -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xf
            -A FORWARD -m connmark --mark 0x563
            -A FORWARD -m mark --mark 0x305
            -A FORWARD -m mark --mark 0x3c3
            COMMIT
            """)) {
      String known = FORWARDED + " mark=0x3c3 ctmark=0x5a5 state=ESTABLISHED";
      assertEquals("1 3", trial.hits("mangle/FORWARD", known + " dport=1"));
      assertEquals("2", trial.hits("mangle/FORWARD", known + " dport=2"));
      String invalid = FORWARDED + " mark=0x3c3 state=INVALID flags=FIN dport=2";
      assertEquals("2", trial.hits("mangle/PREROUTING", invalid));
      assertEquals("3", trial.hits("mangle/FORWARD", invalid));
    }
  }

  @Test
  void aPortOfADnatRangeIsTheFirstOrAsFarFromItAsFromTheBase() {
    try (Trial trial =
        Trial.of(
            """
            *nat
            -A PREROUTING -p udp -j DNAT --to-destination 172.17.0.2:100-110/3
            -A PREROUTING -p tcp -j DNAT --to-destination 172.17.0.2:100-110
            COMMIT
            *filter
            -A FORWARD -p tcp --dport 100
            -A FORWARD -p tcp --dport 105
            -A FORWARD -p udp --dport 102
            COMMIT
            """)) {
      assertEquals("1", trial.hits("filter/FORWARD", FORWARDED + " dport=80"));
      assertEquals("2", trial.hits("filter/FORWARD", FORWARDED + " dport=105"));
      assertEquals("3", trial.hits("filter/FORWARD", FORWARDED + " dport=5 proto=udp"));
    }
  }

  @Test
  void neighbourDiscoveryIsUntrackedAndPassesNoNat() {
    try (Trial trial =
        Trial.of6(
            """
            *nat
            :PREROUTING ACCEPT
            COMMIT
            *filter
            :INPUT ACCEPT
            -A INPUT -m conntrack --ctstate UNTRACKED
            COMMIT
            """)) {
      String packet =
          "hook=input in=eth0 src=fe80::7 dst=fe80::1 proto=ipv6-icmp icmp_type=135"
              + " state=UNTRACKED";
      assertEquals("1", trial.hits("filter/INPUT", packet));
      assertEquals("filter/INPUT", trial.policies(packet));
      assertInstanceOf(Fate.Delivered.class, trial.fate(packet));
    }
  }
}
