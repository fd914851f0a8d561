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

  @Test
  void aBareTcpHeaderHasNoOptionsUntilTcpmssAddsOne() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :FORWARD ACCEPT
            -A FORWARD -p tcp -m tcp --tcp-option 2
            -A FORWARD -p tcp -m tcp ! --tcp-option 2
            -A FORWARD -p tcp -m tcpmss --mss 1:1460
            -A FORWARD -p tcp -m tcpmss ! --mss 1:1460
            -A FORWARD -p tcp --dport 81 --syn -j TCPMSS --set-mss 1200
            -A FORWARD -m length --length 40
            -A FORWARD -m length --length 44
            COMMIT
            """)) {
      trial.agree(FORWARDED);
      assertEquals("2 4 6", trial.hits("mangle/FORWARD", FORWARDED));
      assertEquals("2 4 5 7", trial.hits("mangle/FORWARD", FORWARDED + " dport=81"));
      trial.agree(FORWARDED + " dport=81");
    }
  }

  @Test
  void aMatchOnAnIpv6HeaderThatIsNotThereHoldsNeitherWay() {
    try (Trial trial =
        Trial.of6(
            """
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m ah --ahspi 5
            -A FORWARD -m ah ! --ahspi 5
            -A FORWARD -m rt --rt-type 0
            -A FORWARD -m rt ! --rt-type 0
            -A FORWARD -m dst ! --dst-len 8
            -A FORWARD -m hbh ! --hbh-len 8
            -A FORWARD -m srh ! --srh-next-hdr 6
            -A FORWARD -m ipv6header --header prot
            -A FORWARD -m ipv6header ! --header prot
            -A FORWARD -m ipv6header --header hop,prot
            -A FORWARD -m ipv6header --soft --header hop,prot
            -A FORWARD -m ipv6header --soft ! --header hop,prot
            -A FORWARD -m ipv6header --soft ! --header hop
            COMMIT
            """)) {
      String packet = "in=eth0 out=eth1 src=2001:db8::7 dst=2001:db8:1::2";
      trial.agree(packet);
      assertEquals("8 13", trial.hits("filter/FORWARD", packet));
    }
  }

  @Test
  void whatPassesThroughHasNoSocket() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :POSTROUTING ACCEPT
            -A POSTROUTING -m owner --uid-owner 7
            -A POSTROUTING -m owner ! --uid-owner 7
            -A POSTROUTING -m owner ! --uid-owner 7 --gid-owner 7
            -A POSTROUTING -m owner ! --socket-exists
            -A POSTROUTING -m cgroup --cgroup 5
            -A POSTROUTING -m cgroup ! --cgroup 5
            COMMIT
            """)) {
      trial.agree(FORWARDED);
      assertEquals("2 4", trial.hits("mangle/POSTROUTING", FORWARDED));
    }
  }

  @Test
  void whatComesByLoOrFromTheHostHasNoPortOfABridge() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            :OUTPUT ACCEPT
            -A PREROUTING -m rpfilter
            -A PREROUTING -m rpfilter --invert
            -A PREROUTING -m physdev --physdev-in eth0
            -A PREROUTING -m physdev ! --physdev-in eth0
            -A OUTPUT -m physdev ! --physdev-is-bridged
            -A OUTPUT -m physdev --physdev-is-in
            COMMIT
            """)) {
      String lo = "out=lo src=127.0.0.1 dst=127.0.0.1";
      trial.agree(lo);
      assertEquals("1 4", trial.hits("raw/PREROUTING", lo));
      assertEquals("1", trial.hits("raw/OUTPUT", lo));
    }
  }

  @Test
  void aSocketIsLookedForByThePortsOfTcpAndUdp() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :PREROUTING ACCEPT
            -A PREROUTING -m socket
            COMMIT
            """)) {
      trial.agree(FORWARDED + " proto=gre");
      trial.agree(FORWARDED + " proto=icmp");
      trial.agree(FORWARDED + " proto=sctp");
    }
  }

  @Test
  void u32ReadsTheBytesThatThePacketTells() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m u32 --u32 "6&0xFF=6"
            -A FORWARD -m u32 --u32 "0>>22&0x3C@0>>16=1000:2000"
            -A FORWARD -m u32 --u32 "0>>22&0x3C@0>>16=010,0x3e9 && 0>>22&0x3C@2=0x50"
            -A FORWARD -m u32 ! --u32 "12=0xc0000207&&16=0x0a000002"
            -A FORWARD -m u32 --u32 "8>>24=63"
            -A FORWARD -m u32 --u32 "0&0xFFFF=40"
            -A FORWARD -m u32 --u32 "4&0x1FFF=0"
            -A FORWARD -m u32 --u32 "0>>22&0x3C@13&0xFF=0:255"
            -A FORWARD -m u32 --u32 "37=0:0xFFFFFFFF"
            -A FORWARD -m u32 --u32 "0<<8>>24&1=0"
            COMMIT
            """)) {
      trial.agree(FORWARDED + " sport=1001");
      trial.agree(FORWARDED + " sport=8 proto=udp");
      trial.agree(FORWARDED + " proto=icmp");
      assertEquals("1 2 5 6 7 8 10", trial.hits("filter/FORWARD", FORWARDED + " sport=1002"));
    }
  }

  @Test
  void aMarkThatHmarkHasComputedIsNotKnown() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :FORWARD ACCEPT
            -A FORWARD -j HMARK --hmark-tuple src,dst --hmark-mod 1 --hmark-offset 9 --hmark-rnd 1
            -A FORWARD -j MARK --set-mark 0x30/0xf0
            -A FORWARD -m mark --mark 0x30/0xf0
            -A FORWARD -m mark --mark 0x41/0xf1
            -A FORWARD -m mark --mark 0x39/0xff
            COMMIT
            """)) {
      trial.agreeAsFarAsKnown(FORWARDED);
      assertEquals("1 2 3 5", trial.hits("mangle/FORWARD", FORWARDED));
    }
  }

  @Test
  void synproxyLetsWhatOpensAConnectionGoNoFurther() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD ACCEPT
            -A FORWARD -p tcp -j SYNPROXY --mss 1460
            -A FORWARD
            COMMIT
            """)) {
      trial.agree(FORWARDED);
      trial.agree(FORWARDED + " state=ESTABLISHED");
      trial.agree(FORWARDED + " state=ESTABLISHED flags=FIN,ACK");
      assertEquals("1", trial.hits("filter/FORWARD", FORWARDED));
      assertEquals("1 2", trial.hits("filter/FORWARD", FORWARDED + " state=INVALID flags=FIN"));
    }
  }
}
