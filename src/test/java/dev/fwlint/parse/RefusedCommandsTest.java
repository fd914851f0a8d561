package dev.fwlint.parse;

import static dev.fwlint.parse.Commands.parse;
import static dev.fwlint.parse.Commands.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that iptables-restore refuses, and what fwlint says of them. */
class RefusedCommandsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -p tcp --dprot 80             | --dprot      | did you mean --dport?
          -A INPUT -m conntrack --ctsate NEW     | --ctsate     | did you mean --ctstate?
          -A INPUT --dport 80                    | --dport      | --dport needs -p tcp or -p udp or -p dccp or -p sctp before it
          -A INPUT -p tcp --dports 80,443        | --dports     | --dports needs -m multiport before it
          -A INPUT --log-prefix x -j LOG         | --log-prefix | --log-prefix needs -j LOG before it
          -A INPUT -p udp --frobnicate           | --frobnicate |
          """)
  void saysWhichOptionWasMeant(String command, String at, String hint) {
    Problem problem = problem(command);

    assertEquals("unknown option \"" + at + '"', problem.message());
    assertEquals(at, problem.at().text());
    assertEquals(Optional.ofNullable(hint), problem.hint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -s 192.0.2.256                | -s: "192.0.2.256" is not an IPv4 address
          -A INPUT -s 192.0.2.1/33               | -s: "33" is not a mask
          -A INPUT -s $HOST                      | -s: "$HOST" is not an IPv4 address
          -A INPUT -p tpc                        | -p: "tpc" is not a protocol
          -A INPUT -p tcp --dport htp            | --dport: "htp" is not a port
          -A INPUT -m conntrack --ctstate NWE    | --ctstate: "NWE" is not a value of this option
          -A INPUT -m mac --mac-source 01:02:03  | --mac-source: "01:02:03" is not a MAC address
          -A INPUT -m limit --limit 5/week       | --limit: "5/week" is not a rate
          -A INPUT -p icmp --icmp-type echo      | --icmp-type: "echo" could be echo-reply or echo-request
          """)
  void quotesAValueThatIsNone(String command, String message) {
    Problem problem = problem(command);

    assertEquals(message, problem.message());
    assertEquals(command.substring(command.lastIndexOf(' ') + 1), problem.at().text());
    assertEquals(Kind.SYNTAX, problem.kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -o eth0                            | "-o" is not allowed in INPUT
          -A OUTPUT -i eth0                           | "-i" is not allowed in OUTPUT
          -A INPUT -j ACCEPT -j DROP                  | a second -j is not allowed
          -A INPUT -s 192.0.2.1 -s 192.0.2.2          | a second -s is not allowed
          -A INPUT ! -s 192.0.2.1,192.0.2.2           | a list of addresses does not go with a !
          -A INPUT -i a-name-much-too-long            | -i: the interface name "a-name-much-too-long" is longer than 15 characters
          -N a-name-longer-than-a-chain-may-have      | the chain's name "a-name-longer-than-a-chain-may-have" is longer than 28 characters
          -N LOG                                      | "LOG" is the name of a target
          -P INPUT REJECT                             | "REJECT" is not a policy: it is ACCEPT or DROP
          -A INPUT -p tcp --dport 90:80               | --dport: the port range "90:80" ends before it begins
          -A INPUT -p tcp --dport 80,443              | --dport: "80,443" is not a port
          -A INPUT -p tcp --syn --tcp-flags SYN SYN   | --tcp-flags does not go with --syn
          -A INPUT -m recent --set --update           | --update does not go with --set
          -A INPUT -m limit --limit 1/s --limit 2/s   | --limit is given twice
          -A INPUT -F                                 | -F cannot be used with -A
          -F INPUT -s 192.0.2.1                       | -s does not go with -F
          """)
  void namesWhatDoesNotGoWhereItStands(String command, String message) {
    Problem problem = problem(command);

    assertEquals(message, problem.message());
    assertEquals(Kind.CONTEXT, problem.kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -j DROP # spammers            | unexpected argument "#"
          -A INPUT -p tcp -m tcp --dport         | "--dport" has no value
          -A INPUT -p tcp --syn=1                | the option in "--syn=1" takes no value
          -A INPUT -p tcp --d 80                 | the option "--d" is ambiguous
          -A INPUT -p tcp --tcp-flags SYN        | "--tcp-flags" needs 2 values
          -A INPUT ! -j DROP                     | a ! before -j is not allowed
          -A INPUT ! ! -p tcp                    | two ! in a row are not allowed
          -A INPUT -p tcp !                      | nothing follows the !
          -A INPUT -m conntrack ! --ctdir REPLY  | "--ctdir" cannot be negated
          -A INPUT -m conntrack                  | the match "conntrack" needs --ctstate or --ctproto or --ctorigsrc or --ctorigdst or --ctreplsrc or --ctrepldst or --ctorigsrcport or --ctorigdstport or --ctreplsrcport or --ctrepldstport or --ctstatus or --ctexpire or --ctdir
          -A INPUT -m geoip --src-cc XX          | the match "geoip" is not part of iptables
          -A INPUT -m conntrak --ctstate NEW     | iptables has no match "conntrak"
          -t nat -A INPUT                        | -t is not allowed in a restore file
          -A INPUT -w -j DROP                    | -w is not allowed in a restore file
          -R INPUT -j DROP                       | -R needs a rule number behind its chain
          -I INPUT first -j DROP                 | "first" is not a rule number
          -j DROP                                | the line has no command such as -A
          """)
  void saysWhatIptablesCannotRead(String command, String message) {
    Problem problem = problem(command);

    assertEquals(message, problem.message());
    assertEquals(Kind.SYNTAX, problem.kind());
    assertTrue(parse(command).operation().isEmpty());
  }

  @Test
  void explainsTheNegationOfOldTimes() {
    assertEquals(
        Optional.of("the ! stands before the option: ! --dport"),
        problem("-A INPUT -p tcp --dport ! 80").hint());
    assertEquals(
        Optional.of("the ! stands before the option: ! -s"),
        problem("-A INPUT -s ! 192.0.2.1").hint());
    assertEquals(
        Optional.of("the ! stands before the option: ! -i"), problem("-A INPUT -i ! eth0").hint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -m comment --comment my own rule | a text with blanks needs quotes
          -A INPUT -j DROP # spammers               | a comment needs a line of its own, with its # in column one
          iptables -A INPUT -j DROP                 | a restore file has the arguments alone, without the command
          -A INPUT –s 192.0.2.1                | write its dashes as plain hyphens
          """)
  void guessesHowAnExtraWordCameThere(String command, String hint) {
    assertEquals(Optional.of(hint), problem(command).hint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -p tcp --dport 8000-8010         | a range is written with a colon
          -A INPUT -p tcp --dport 80,443            | one option takes one port or range; for a list: -m multiport --dports
          -A INPUT -s 192.0.2.1-192.0.2.9           | for a range of addresses: -m iprange
          -A INPUT -m state --state NEW, RELATED    | the list has no blanks, and no comma at its ends
          -A INPUT -m time --days Mon               | did you mean --weekdays?
          -A INPUT -j REJECT --reject-with tcp-rset | did you mean tcp-reset?
          """)
  void saysHowAValueIsWritten(String command, String hint) {
    assertEquals(Optional.of(hint), problem(command).hint());
  }

  @Test
  void explainsALongOptionWithOneDash() {
    Problem problem = problem("-A INPUT -p tcp -dport 80");

    assertEquals("\"-dport\" is taken as the value of -d, as a whole", problem.message());
    assertEquals(Optional.of("did you mean --dport?"), problem.hint());
  }

  /** iptables 1.8.9 takes {@code -jDROP} for a target of this name. */
  @Test
  void asksForABlankBehindAnOptionOfTheOldKind() {
    assertEquals(
        Optional.of("write a blank between -j and its value"), problem("-A INPUT -jDROP").hint());
  }

  @Test
  void refusesDropInNat() {
    assertEquals(
        "DROP is not allowed in the table nat",
        problem("-A PREROUTING -j DROP", Family.IPV4, "nat").message());
    assertEquals(
        "DROP is not allowed in the table nat",
        problem("-P PREROUTING DROP", Family.IPV4, "nat").message());
  }

  @Test
  void namesTheFamilyOfAMatchOrAddressOfTheOther() {
    assertEquals(Optional.of("only ip6tables has it"), problem("-A INPUT -m hl --hl-eq 1").hint());
    assertEquals(
        Optional.of("this ruleset is IPv4 only"), problem("-A INPUT -s 2001:db8::1").hint());
  }

  @Test
  void goesOnBehindABadValue() {
    assertEquals(
        2, parse("-A INPUT -i much-too-long-a-name -p tcp --dport none").problems().size());
  }

  @Test
  void keepsALegalRuleThatStandsInTheWrongPlace() {
    assertFalse(parse("-A INPUT -o eth0 -j ACCEPT").operation().isEmpty());
  }

  @Test
  void doesNotLetTheInputBreakItsLine() {
    assertEquals("unexpected argument \"a\\u001b[2Jb\"", problem("-A INPUT a\u001b[2Jb").message());
  }

  /** Each was loaded with iptables 1.8.9. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -m time --timestart 10:00 --timestop 10:00 --contiguous
          -A INPUT -m policy --dir in --pol none --tunnel-src 10.0.0.1
          -A INPUT -m policy --dir in ! --mode transport --tunnel-src 10.0.0.1
          -A INPUT -j SET --exist --add-set a src
          -A INPUT -m rateest --rateest a --rateest-gt --rateest-bps 1500Kbit
          """)
  void whatLooksWrongAndIsNot(String command) {
    assertEquals(List.of(), parse(command).problems());
  }
}
