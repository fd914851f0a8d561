package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel was found to say of connections. */
@Tag("kernel")
class KernelConntrackTest {
  private static final String FORWARDED = "in=eth0 out=eth1 src=192.0.2.7 dst=10.0.0.2";

  @Test
  void rawSeesNoConnectionWhichIsInvalid() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -m conntrack --ctstate INVALID
            -A PREROUTING -m conntrack ! --ctstate INVALID
            -A PREROUTING -m conntrack --ctstate NEW,ESTABLISHED,RELATED,UNTRACKED
            -A PREROUTING -m conntrack ! --ctstate NEW
            -A PREROUTING -m conntrack --ctdir ORIGINAL
            -A PREROUTING -m conntrack ! --ctorigdst 10.9.9.9
            -A PREROUTING -m connmark --mark 0
            -A PREROUTING -m connmark ! --mark 1
            -A PREROUTING -m state --state INVALID
            COMMIT
            """)) {
      assertEquals("1 4 9", trial.hits("raw/PREROUTING", FORWARDED));
      assertEquals("1 4 9", trial.hits("raw/PREROUTING", FORWARDED + " state=ESTABLISHED"));
    }
  }

  @Test
  void ofAPacketWithoutAConnectionTheStatesAloneAreAsked() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -p udp -j NOTRACK
            -A PREROUTING -p udp -m conntrack --ctstate UNTRACKED
            COMMIT
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m conntrack --ctstate INVALID,UNTRACKED --ctdir REPLY
            -A FORWARD -m conntrack ! --ctstate NEW --ctproto 47
            -A FORWARD -m conntrack --ctproto 6
            -A FORWARD -m conntrack ! --ctproto 47
            -A FORWARD -m conntrack ! --ctstate DNAT
            -A FORWARD -m connmark ! --mark 1
            COMMIT
            """)) {
      assertEquals("1 2 5", trial.hits("filter/FORWARD", FORWARDED + " state=INVALID flags=FIN"));
      assertEquals("1 2 5", trial.hits("filter/FORWARD", FORWARDED + " proto=udp"));
      assertEquals("1 2", trial.hits("raw/PREROUTING", FORWARDED + " proto=udp"));
      assertEquals("3 4 5 6", trial.hits("filter/FORWARD", FORWARDED));
    }
  }

  @Test
  void whatHasNoPortsCannotHaveBeenSentToAnother() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m conntrack --ctstate DNAT
            -A FORWARD -m conntrack ! --ctstate DNAT
            COMMIT
            """)) {
      String established = FORWARDED + " state=ESTABLISHED orig_dport=8080";
      trial.agree(established + " proto=icmp icmp_type=13");
      assertEquals("2", trial.hits("filter/FORWARD", established + " proto=icmp icmp_type=13"));
      assertEquals("1", trial.hits("filter/FORWARD", established));
    }
  }

  @Test
  void theStatusTellsConfirmedAnsweredAndExpectedAndNeverNone() {
    try (Trial trial =
        Trial.of(
            """
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m conntrack --ctstatus NONE
            -A FORWARD -m conntrack ! --ctstatus NONE
            -A FORWARD -m conntrack --ctstatus CONFIRMED
            -A FORWARD -m conntrack --ctstatus SEEN_REPLY
            -A FORWARD -m conntrack --ctstatus EXPECTED
            COMMIT
            """)) {
      assertEquals("2", trial.hits("filter/FORWARD", FORWARDED));
      assertEquals("2 3 4", trial.hits("filter/FORWARD", FORWARDED + " state=ESTABLISHED"));
      assertEquals("2 5", trial.hits("filter/FORWARD", FORWARDED + " state=RELATED"));
    }
  }

  private static final String TRANSLATION =
      """
      *mangle
      :PREROUTING ACCEPT
      :FORWARD ACCEPT
      -A PREROUTING -m conntrack --ctstate DNAT
      -A PREROUTING -d 10.0.0.1
      -A PREROUTING -m conntrack --ctorigdst 10.0.0.1
      -A PREROUTING -m conntrack --ctreplsrc 172.17.0.2
      -A FORWARD -m conntrack --ctstate DNAT
      -A FORWARD -d 10.0.0.1
      -A FORWARD -m conntrack --ctorigdst 10.0.0.1
      -A FORWARD -m conntrack --ctreplsrc 172.17.0.2
      -A FORWARD -s 172.17.0.2
      COMMIT
      *nat
      :PREROUTING ACCEPT
      -A PREROUTING -d 10.0.0.1 -j DNAT --to-destination 172.17.0.2
      COMMIT
      """;

  @Test
  void theFirstPacketIsTranslatedFromNatOn() {
    try (Trial trial = Trial.of(TRANSLATION)) {
      String first = "in=eth0 out=docker0 src=192.0.2.7 dst=10.0.0.1";
      assertEquals("2 3", trial.hits("mangle/PREROUTING", first));
      assertEquals("1 3 4", trial.hits("mangle/FORWARD", first));
    }
  }

  @Test
  void theOthersAreKnownToBeTranslatedBeforeTheyAre() {
    try (Trial trial = Trial.of(TRANSLATION)) {
      String later =
          "in=eth0 out=docker0 src=192.0.2.7 dst=172.17.0.2 orig_dst=10.0.0.1 orig_dport=80"
              + " state=ESTABLISHED";
      assertEquals("1 2 3 4", trial.hits("mangle/PREROUTING", later));
      assertEquals("1 3 4", trial.hits("mangle/FORWARD", later));
      String reply =
          "in=docker0 out=eth0 src=172.17.0.2 dst=192.0.2.7 orig_dst=10.0.0.1 orig_dport=40000"
              + " state=ESTABLISHED dir=REPLY";
      assertEquals("1 3 4", trial.hits("mangle/PREROUTING", reply));
      assertEquals("1 3 4 5", trial.hits("mangle/FORWARD", reply));
    }
  }

  @Test
  void anIcmpErrorHasTheConnectionItIsAbout() {
    try (Trial trial =
        Trial.of(
            """
            *nat
            :PREROUTING ACCEPT
            COMMIT
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m conntrack --ctstate RELATED
            -A FORWARD -m conntrack --ctproto icmp
            -A FORWARD -m conntrack --ctproto udp
            -A FORWARD -m conntrack --ctdir REPLY
            -A FORWARD -m connmark --mark 3
            COMMIT
            """)) {
      String error = FORWARDED + " proto=icmp icmp_type=3 state=RELATED ctmark=3";
      assertEquals("1 3 5", trial.hits("filter/FORWARD", error));
      assertEquals("1 3 4 5", trial.hits("filter/FORWARD", error + " dir=REPLY"));
      assertEquals("filter/FORWARD", trial.policies(error));
    }
  }

  @Test
  void anExpectedConnectionPassesNatAndHasItsMastersMark() {
    try (Trial trial =
        Trial.of(
            """
            *nat
            :PREROUTING ACCEPT
            -A PREROUTING
            COMMIT
            *filter
            :FORWARD ACCEPT
            -A FORWARD -m connmark --mark 3
            COMMIT
            """)) {
      String expected = FORWARDED + " state=RELATED ctmark=3";
      assertEquals("1", trial.hits("nat/PREROUTING", expected));
      assertEquals("1", trial.hits("filter/FORWARD", expected));
    }
  }

  @Test
  void aTemplateIsSeenAsNewInTheRestOfRaw() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -j CT --zone 5
            -A PREROUTING -m conntrack --ctstate NEW
            -A PREROUTING -m conntrack --ctstate INVALID,UNTRACKED
            -A PREROUTING -m connmark --mark 0
            COMMIT
            """)) {
      assertEquals("1 2 4", trial.hits("raw/PREROUTING", FORWARDED));
    }
  }

  @Test
  void notrackLeavesAloneWhatHasAConnectionAndComesBackByLo() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -j CT --notrack
            -A PREROUTING -m conntrack --ctstate UNTRACKED
            -A PREROUTING -m conntrack --ctstate NEW
            COMMIT
            """)) {
      String lo = "in=lo src=127.0.0.1 dst=127.0.0.1";
      assertEquals("1 3", trial.hits("raw/PREROUTING", lo));
      assertEquals("1 2", trial.hits("raw/PREROUTING", lo + " state=INVALID flags=FIN"));
    }
  }

  @Test
  void whatIsTranslatedOnItsWayOutByLoComesBackTranslated() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -s 192.0.2.8
            COMMIT
            """)) {
      String reply =
          "out=lo src=127.0.0.1 sport=81 dst=127.0.0.2 dport=4000 state=ESTABLISHED dir=REPLY"
              + " orig_dst=192.0.2.8 orig_dport=80";
      assertEquals("1", trial.hits("raw/PREROUTING", reply));
    }
  }

  @Test
  void aTemplateIsConfirmedAndEmpty() {
    try (Trial trial =
        Trial.of(
            """
            *raw
            :PREROUTING ACCEPT
            -A PREROUTING -j CT --ctevents new
            -A PREROUTING -m conntrack --ctproto 6
            -A PREROUTING -m conntrack --ctdir ORIGINAL
            -A PREROUTING -m conntrack --ctorigsrc 192.0.2.7
            -A PREROUTING -m conntrack ! --ctrepldst 192.0.2.7
            -A PREROUTING -m conntrack --ctorigdstport 80
            -A PREROUTING -m conntrack --ctorigdstport 0:79
            -A PREROUTING -m conntrack --ctstatus CONFIRMED
            -A PREROUTING -m conntrack ! --ctstatus SEEN_REPLY
            -A PREROUTING -m conntrack --ctstate NEW ! --ctproto 6
            COMMIT
            """)) {
      trial.agree(FORWARDED);
      assertEquals("1 3 5 7 8 9 10", trial.hits("raw/PREROUTING", FORWARDED));
    }
  }
}
