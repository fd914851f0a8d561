package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fwlint.ast.Backend;
import dev.fwlint.kernel.Outcome.Fate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel was found to do with a packet's way through hooks, tables and chains. */
@Tag("kernel")
class KernelWaysTest {
  private static final String FORWARDED = "in=eth0 out=eth1 src=192.0.2.7 dst=10.0.0.2";

  @Test
  void aMissingInterfaceHasTheEmptyName() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :PREROUTING ACCEPT
            :OUTPUT ACCEPT
            :IN -
            :OUT -
            -A PREROUTING -j OUT
            -A OUTPUT -j IN
            -A OUT -o eth1
            -A OUT ! -o eth1
            -A OUT -o eth+
            -A OUT ! -o eth+
            -A OUT -o +
            -A IN -i eth1
            -A IN ! -i eth1
            -A IN -i eth+
            -A IN ! -i eth+
            -A IN -i +
            COMMIT
            """)) {
      assertEquals("2 4 5", trial.hits("mangle/OUT", FORWARDED));
      assertEquals("2 4 5", trial.hits("mangle/IN", "out=eth1 src=10.0.0.1 dst=10.0.0.2"));
    }
  }

  @Test
  void postroutingStillSeesWhereAForwardedPacketCameInBy() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :POSTROUTING ACCEPT
            :X -
            -A POSTROUTING -j X
            -A X -i eth0
            -A X ! -i eth0
            COMMIT
            """)) {
      assertEquals("1", trial.hits("mangle/X", FORWARDED));
      assertEquals("2", trial.hits("mangle/X", "out=eth1 src=10.0.0.1 dst=10.0.0.2"));
    }
  }

  @Test
  void whatComesBackByLoKeepsConnectionAndMarkAndPassesNoNat() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -m conntrack --ctstate NEW
            -A PREROUTING -m conntrack --ctstate ESTABLISHED
            -A PREROUTING -m conntrack --ctstate INVALID
            -A PREROUTING -m conntrack --ctstatus CONFIRMED
            -A PREROUTING -m mark --mark 7
            COMMIT
            *nat
            :PREROUTING ACCEPT
            :INPUT ACCEPT
            COMMIT
            """)) {
      String way = " src=127.0.0.1 dst=127.0.0.1 mark=7";
      for (String lo : new String[] {"out=lo" + way, "in=lo" + way}) {
        assertEquals("1 4 5", trial.hits("raw/PREROUTING", lo));
        assertEquals("2 4 5", trial.hits("raw/PREROUTING", lo + " state=ESTABLISHED"));
        assertEquals("3 5", trial.hits("raw/PREROUTING", lo + " state=INVALID"));
      }
      assertEquals("raw/PREROUTING", trial.policies("in=lo" + way));
    }
  }

  @Test
  void filterOutputSeesTheOldInterfaceAndPostroutingTheNew() {
    try (Trial trial =
        Trial.of(
            """
            *nat
            :OUTPUT ACCEPT
            :POSTROUTING ACCEPT
            -A OUTPUT -p tcp --dport 1 -j DNAT --to-destination 172.17.0.2
            -A OUTPUT -p tcp --dport 2 -j REDIRECT
            -A POSTROUTING -o docker0
            -A POSTROUTING -o lo
            COMMIT
            *filter
            :OUTPUT ACCEPT
            -A OUTPUT -o eth0 -d 172.17.0.2
            -A OUTPUT -o eth0 -d 127.0.0.1
            COMMIT
            """)) {
      String way = "out=eth0 src=10.0.0.1 dst=192.0.2.7 routes=172.17.0.0/16>docker0 dport=";
      assertEquals("1", trial.hits("filter/OUTPUT", way + 1));
      assertEquals("1", trial.hits("nat/POSTROUTING", way + 1));
      assertEquals("2", trial.hits("filter/OUTPUT", way + 2));
      assertEquals("2", trial.hits("nat/POSTROUTING", way + 2));
      assertInstanceOf(Fate.Delivered.class, trial.fate(way + 2));
    }
  }

  private static final String SNAT_AT_INPUT =
      """
      *nat
      :INPUT ACCEPT
      -A INPUT -j SNAT --to-source 10.9.9.9
      COMMIT
      *filter
      :INPUT ACCEPT
      -A INPUT -s 10.9.9.9
      COMMIT
      *security
      :INPUT ACCEPT
      -A INPUT -s 10.9.9.9
      COMMIT
      """;

  @Test
  void natComesLastAtInputOnLegacy() {
    try (Trial trial = Trial.on(Backend.LEGACY, SNAT_AT_INPUT)) {
      String packet = "hook=input in=eth0 src=192.0.2.7 dst=10.0.0.1";
      assertEquals("", trial.hits("filter/INPUT", packet));
      assertEquals("", trial.hits("security/INPUT", packet));
      assertEquals("1", trial.hits("nat/INPUT", packet));
    }
  }

  @Test
  void natComesBeforeSecurityAtInputOnNft() {
    try (Trial trial = Trial.on(Backend.NFT, SNAT_AT_INPUT)) {
      String packet = "hook=input in=eth0 src=192.0.2.7 dst=10.0.0.1";
      assertEquals("", trial.hits("filter/INPUT", packet));
      assertEquals("1", trial.hits("security/INPUT", packet));
    }
  }

  @Test
  void whatATableDoesNotDeclareCountsOnLegacyOnly() {
    String rules = "*mangle\n:FORWARD ACCEPT\nCOMMIT\n";
    try (Trial legacy = Trial.on(Backend.LEGACY, rules);
        Trial nft = Trial.on(Backend.NFT, rules)) {
      assertEquals(
          "mangle/FORWARD mangle/POSTROUTING mangle/PREROUTING", legacy.policies(FORWARDED));
      assertEquals("mangle/FORWARD", nft.policies(FORWARDED));
    }
  }

  @Test
  void returnFromABuiltInChainAndTheEndOfAGotoCountThePolicy() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD ACCEPT
            :U -
            :V -
            -A FORWARD -p tcp --dport 1 -j RETURN
            -A FORWARD -p tcp --dport 2 -g U
            -A FORWARD -p tcp --dport 3 -j V
            -A FORWARD
            -A U
            -A V -g U
            -A V
            COMMIT
            """)) {
      assertEquals("1", trial.hits("filter/FORWARD", FORWARDED + " dport=1"));
      assertEquals("filter/FORWARD", trial.policies(FORWARDED + " dport=1"));
      assertEquals("2", trial.hits("filter/FORWARD", FORWARDED + " dport=2"));
      assertEquals("filter/FORWARD", trial.policies(FORWARDED + " dport=2"));
      assertEquals("3 4", trial.hits("filter/FORWARD", FORWARDED + " dport=3"));
      assertEquals("1", trial.hits("filter/V", FORWARDED + " dport=3"));
    }
  }

  @Test
  void theTtlIsLowerFromForwardOnAndEndsAPacketBeforeIt() {
    try (Trial trial =
        Trial.of(
            """
            *mangle
            :PREROUTING ACCEPT
            :FORWARD ACCEPT
            -A PREROUTING -m ttl --ttl-eq 64
            -A PREROUTING -p udp -j TTL --ttl-set 1
            -A FORWARD -m ttl --ttl-eq 63
            COMMIT
            """)) {
      assertEquals("1", trial.hits("mangle/FORWARD", FORWARDED));
      assertEquals("mangle/PREROUTING", trial.policies(FORWARDED + " proto=udp"));
      assertInstanceOf(Fate.Vanished.class, trial.fate(FORWARDED + " proto=udp"));
    }
  }

  @Test
  void aQueueWithoutAListenerDropsUnlessItIsBypassed() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD DROP
            -A FORWARD -p tcp --dport 1 -j NFQUEUE
            -A FORWARD -p tcp --dport 2 -j NFQUEUE --queue-bypass
            COMMIT
            """)) {
      assertInstanceOf(Fate.Vanished.class, trial.fate(FORWARDED + " dport=1"));
      assertInstanceOf(Fate.Left.class, trial.fate(FORWARDED + " dport=2"));
    }
  }
}
