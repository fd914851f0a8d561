package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Fate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lab shows what must be seen, on rulesets that leave no doubt. */
@Tag("kernel")
class KernelLabTest {
  private static final String FILTER =
      """
      *filter
      :INPUT DROP
      :FORWARD DROP
      :OUTPUT ACCEPT
      -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
      -A INPUT -p tcp -m tcp --dport 25 -j REJECT --reject-with tcp-reset
      -A INPUT -p udp -j REJECT
      -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A FORWARD -m conntrack --ctstate INVALID -j DROP
      -A FORWARD -i eth1 -j ACCEPT
      -A FORWARD -j REJECT
      COMMIT
      """;

  private static final String NAT =
      """
      *nat
      :PREROUTING ACCEPT
      :INPUT ACCEPT
      :OUTPUT ACCEPT
      :POSTROUTING ACCEPT
      -A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
      -A PREROUTING -p tcp -m tcp --dport 8081 -j REDIRECT --to-ports 81
      -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
      COMMIT
      """;

  @Test
  void whatIsForwardedLeaves() {
    try (Trial trial = Trial.of(FILTER)) {
      String packet = "in=eth1 out=eth0 src=10.0.0.2 dst=192.0.2.7 sport=4000 dport=443";
      assertEquals("3", trial.hits("filter/FORWARD", packet));
      assertEquals(
          "Left[out=eth0, as=10.0.0.2 4000 -> 192.0.2.7 443]", trial.fate(packet).toString());
    }
  }

  @Test
  void answersOfTheHostDoNotCount() {
    try (Trial trial = Trial.of(FILTER)) {
      String rejected = "in=eth0 hook=input src=192.0.2.7 dst=10.0.0.1 dport=25";
      assertEquals("2", trial.hits("filter/INPUT", rejected));
      assertEquals("", trial.policies(rejected));
      assertInstanceOf(Fate.Rejected.class, trial.fate(rejected));
      String closed = "in=eth0 hook=input src=192.0.2.7 dst=10.0.0.1 dport=22";
      assertEquals("", trial.policies(closed));
      assertInstanceOf(Fate.Delivered.class, trial.fate(closed));
      assertEquals("3", trial.hits("filter/INPUT", "in=lo src=127.0.0.1 dst=127.0.0.1 proto=udp"));
    }
  }

  @Test
  void aPolicyCountsWhatItDrops() {
    try (Trial trial = Trial.of(FILTER)) {
      String packet = "in=eth0 hook=input src=192.0.2.7 dst=10.0.0.1 dport=80";
      assertEquals("filter/INPUT", trial.policies(packet));
      assertInstanceOf(Fate.Vanished.class, trial.fate(packet));
    }
  }

  @Test
  void everyStateCanBeHad() {
    try (Trial trial = Trial.of(FILTER)) {
      String way = "in=eth0 out=eth1 src=192.0.2.7 dst=10.0.0.2 ";
      assertEquals("4", trial.hits("filter/FORWARD", way + "flags=ACK"));
      assertEquals("1", trial.hits("filter/FORWARD", way + "state=ESTABLISHED"));
      assertEquals("1", trial.hits("filter/FORWARD", way + "state=ESTABLISHED dir=REPLY"));
      assertEquals("1", trial.hits("filter/FORWARD", way + "state=ESTABLISHED proto=gre"));
      assertEquals("1", trial.hits("filter/FORWARD", way + "state=ESTABLISHED proto=sctp"));
      assertEquals("1", trial.hits("filter/FORWARD", way + "state=RELATED"));
      assertEquals("1", trial.hits("filter/FORWARD", way + "state=RELATED proto=icmp icmp_type=3"));
      assertEquals("2", trial.hits("filter/FORWARD", way + "state=INVALID proto=icmp icmp_type=0"));
      assertEquals("2", trial.hits("filter/FORWARD", way + "state=INVALID flags=SYN,ACK"));
      assertEquals("2", trial.hits("filter/FORWARD", way + "state=INVALID proto=udp"));
      assertEquals("2", trial.hits("filter/FORWARD", way + "state=INVALID proto=icmp"));
      assertEquals("such a packet is tracked", trial.refusal(way + "state=UNTRACKED"));
    }
  }

  @Test
  void whatArrivesGoesByTheRoutes() {
    try (Trial trial = Trial.of(NAT)) {
      String packet =
          "in=eth0 src=192.0.2.7 dst=10.0.0.1 dport=8080 local=10.0.0.1"
              + " routes=172.17.0.0/16>docker0";
      assertEquals("1", trial.hits("nat/PREROUTING", packet));
      assertEquals(
          "Left[out=docker0, as=192.0.2.7 40000 -> 172.17.0.2 80]", trial.fate(packet).toString());
    }
  }

  @Test
  void anEstablishedConnectionIsTranslatedBothWays() {
    try (Trial trial = Trial.of(NAT)) {
      String there =
          "in=eth0 out=docker0 src=192.0.2.7 dst=172.17.0.2 dport=80 state=ESTABLISHED"
              + " orig_dst=10.0.0.1 orig_dport=8080";
      assertEquals("", trial.hits("nat/PREROUTING", there));
      assertEquals(
          "Left[out=docker0, as=192.0.2.7 40000 -> 172.17.0.2 80]", trial.fate(there).toString());
      String back =
          "in=docker0 out=eth0 src=172.17.0.2 sport=80 dst=192.0.2.7 dport=40000 dir=REPLY"
              + " state=ESTABLISHED orig_dst=10.0.0.1 orig_dport=8080";
      assertEquals("", trial.hits("nat/POSTROUTING", back));
      assertEquals(
          "Left[out=eth0, as=10.0.0.1 8080 -> 192.0.2.7 40000]", trial.fate(back).toString());
    }
  }

  @Test
  void aRedirectLeadsToTheHost() {
    try (Trial trial = Trial.of(NAT)) {
      String packet = "in=eth0 src=192.0.2.7 dst=192.0.2.8 dport=8081 local=10.0.0.1";
      assertEquals(
          "Delivered[as=Optional[192.0.2.7 40000 -> 10.0.0.1 81]]", trial.fate(packet).toString());
    }
  }

  @Test
  void whatTheHostSendsItselfComesBackByLo() {
    try (Trial trial = Trial.of(FILTER)) {
      String packet = "out=lo src=127.0.0.1 dst=127.0.0.1 dport=22";
      assertEquals("1", trial.hits("filter/INPUT", packet));
      assertEquals("filter/OUTPUT", trial.policies(packet));
      assertEquals("", trial.policies("in=lo src=127.0.0.1 dst=127.0.0.1 dport=22"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCountersAreThoseThatIptablesSavePrints(Backend backend) {
    try (KernelLab lab = new KernelLab(Family.IPV4, backend)) {
      lab.load(FILTER + NAT + CHAINS);
      assertEquals(lab.saved(), lab.counters());
      lab.send(Trial.packet("in=eth0 hook=input src=192.0.2.7 dst=10.0.0.1 dport=25"));
      lab.send(Trial.packet("in=eth1 out=eth0 src=10.0.0.2 dst=192.0.2.7"));
      assertEquals(lab.saved(), lab.counters());
    }
  }

  private static final String CHAINS =
      """
      *mangle
      :PREROUTING ACCEPT
      :INPUT ACCEPT
      :FORWARD ACCEPT
      :OUTPUT ACCEPT
      :POSTROUTING ACCEPT
      :EMPTY -
      :ERROR -
      :USED -
      -A FORWARD -j USED
      -A FORWARD -j EMPTY
      -A USED
      -A USED -j RETURN
      COMMIT
      """;

  @Test
  void aRulesetThatDoesNotLoadSaysWhy() {
    try (Trial loads = Trial.of(FILTER);
        KernelLab lab = new KernelLab(Family.IPV4, Backend.NFT)) {
      KernelLab.Load load = lab.load("*filter\n-A INPUT -j NOWHERE\nCOMMIT\n");
      assertFalse(load.loads());
      assertFalse(load.messages().isEmpty());
    }
  }
}
