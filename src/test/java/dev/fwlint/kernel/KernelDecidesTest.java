package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel was found to do with what few packets decide: one that does decides it. */
@Tag("kernel")
class KernelDecidesTest {
  private static final String FORWARDED = "in=eth0 out=eth1 src=192.0.2.7 dst=10.0.0.2";

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
            -A FORWARD -m u32 --u32 "0<<16>>16=28:40&&0>>28=4"
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

  @Test
  void whatHasNoConnectionHasNoHelperLabelOrBytesOfIt() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m helper --helper ftp
            -A FORWARD -m helper ! --helper ftp
            -A FORWARD -m connlabel --label 3
            -A FORWARD -m connlabel ! --label 3
            -A FORWARD -m connbytes --connbytes 0:9 --connbytes-dir both --connbytes-mode packets
            -A FORWARD -m connbytes ! --connbytes 0:9 --connbytes-dir both --connbytes-mode packets
            -A FORWARD -m cluster --cluster-total-nodes 1 --cluster-local-node 1 --cluster-hash-seed 7
            COMMIT
            """)) {
      String invalid = FORWARDED + " state=INVALID flags=FIN";
      trial.agree(invalid);
      assertEquals("2 4", trial.hits("filter/FORWARD", invalid));
    }
  }
}
