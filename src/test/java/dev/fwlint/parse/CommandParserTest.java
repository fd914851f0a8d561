package dev.fwlint.parse;

import static dev.fwlint.parse.Commands.parse;
import static dev.fwlint.parse.Commands.problem;
import static dev.fwlint.parse.Commands.rule;
import static dev.fwlint.parse.Commands.understood;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.Word;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that iptables-restore understands. */
class CommandParserTest {

  @Test
  void appendsARule() {
    RuleSpec rule = rule("-s 192.0.2.0/24 ! -i lo -p tcp -m tcp --dport 22 -j ACCEPT");

    assertEquals("192.0.2.0/24", rule.general("source").orElseThrow().value().text());
    assertTrue(rule.general("in-interface").orElseThrow().negated());
    assertEquals("22", rule.matches().getFirst().option("dport").orElseThrow().value().text());
    assertEquals("ACCEPT", rule.target().orElseThrow().name().text());
  }

  @Test
  void knowsEveryCommand() {
    assertInstanceOf(Operation.Append.class, understood("--append INPUT -j DROP"));
    assertEquals(1, assertInstanceOf(Operation.Insert.class, understood("-I INPUT -j DROP")).at());
    assertEquals(
        3, assertInstanceOf(Operation.Insert.class, understood("-I INPUT 3 -j DROP")).at());
    assertEquals(
        2, assertInstanceOf(Operation.Replace.class, understood("-R INPUT 2 -j DROP")).at());
    assertInstanceOf(Operation.Delete.class, understood("-D INPUT -j DROP"));
    assertEquals(4, assertInstanceOf(Operation.DeleteAt.class, understood("-D INPUT 4")).at());
    assertInstanceOf(Operation.Check.class, understood("-C INPUT -j DROP"));
    assertInstanceOf(Operation.NewChain.class, understood("-N MINE"));
    assertInstanceOf(Operation.DeleteChain.class, understood("-X"));
    assertInstanceOf(Operation.Flush.class, understood("-F INPUT"));
    assertInstanceOf(Operation.Zero.class, understood("-Z"));
    assertInstanceOf(Operation.Policy.class, understood("-P FORWARD DROP"));
    assertInstanceOf(Operation.Rename.class, understood("-E OLD NEW"));
    assertInstanceOf(Operation.List.class, understood("-L -n -v"));
    assertInstanceOf(Operation.List.class, understood("-S"));
  }

  @Test
  void givesEveryOptionItsFullName() {
    RuleSpec rule = rule("--src 192.0.2.1 -p tcp --destination-port 80");

    assertEquals("source", rule.general().getFirst().name());
    assertEquals("dport", rule.matches().getFirst().options().getFirst().name());
  }

  @Test
  void completesAnAbbreviation() {
    assertEquals(
        List.of("source", "protocol"), names(rule("--sou 192.0.2.1 --prot tcp").general()));
    assertEquals(List.of("dport"), names(rule("-p tcp --dpo 80").matches().getFirst().options()));
  }

  @Test
  void loadsTheMatchOfAProtocolWhenItIsNeeded() {
    assertEquals(List.of(), rule("-p tcp -j DROP").matches());

    MatchUse tcp = rule("-p tcp --dport 80").matches().getFirst();
    assertEquals("tcp", tcp.module());
    assertEquals(Optional.empty(), tcp.written());
  }

  @Test
  void loadsTheMatchOfAProtocolGivenByNumberOrInCapitals() {
    assertEquals("udp", rule("-p 17 --dport 53").matches().getFirst().module());
    assertEquals("tcp", rule("-p TCP --dport 53").matches().getFirst().module());
  }

  @Test
  void givesAnOptionToTheExtensionThatWasLoadedLast() {
    List<MatchUse> matches = rule("-m mark --mark 1 -m connmark --mark 2").matches();

    assertEquals("1", matches.get(0).options().getFirst().value().text());
    assertEquals("2", matches.get(1).options().getFirst().value().text());
  }

  /**
   * The second {@code -m mark} does not load the match again, so {@code --mark} is still
   * connmark's.
   */
  @Test
  void doesNotLoadAMatchTwice() {
    assertFalse(
        parse("-A INPUT -m mark --mark 1 -m connmark --mark 2 -m mark --mark 3")
            .problems()
            .isEmpty());
  }

  @Test
  void goesOnWithAMatchThatIsUsedTwice() {
    List<MatchUse> matches = rule("-m limit --limit 1/s -m limit --limit-burst 3").matches();

    assertEquals(List.of("limit"), names(matches.get(0).options()));
    assertEquals(List.of("limit-burst"), names(matches.get(1).options()));
  }

  @Test
  void takesTwoValuesWhereAnOptionHasTwo() {
    Option flags =
        rule("-p tcp ! --tcp-flags SYN,ACK SYN -j DROP").matches().getFirst().options().getFirst();

    assertEquals(List.of("SYN,ACK", "SYN"), flags.values().stream().map(Word::text).toList());
    assertEquals("! --tcp-flags SYN,ACK SYN", flags.span().text());
  }

  @Test
  void takesAValueBehindAnEqualsSignOfAMatch() {
    Word port = rule("-p tcp --dport=80").matches().getFirst().options().getFirst().value();

    assertEquals("80", port.text());
    assertEquals("80", port.span().text());
  }

  /** iptables 1.8.9 takes the word as a whole: an interface of this name never exists. */
  @Test
  void keepsAnInterfaceThatIsGluedToItsOptionAsIptablesKeepsIt() {
    assertEquals("-ieth0", rule("-ieth0").general().getFirst().value().text());
  }

  @Test
  void takesCountersBothWays() {
    assertEquals(2, rule("-c 10 20 -j DROP").general().getFirst().values().size());
    assertEquals(2, rule("--set-counters 10,20 -j DROP").general().getFirst().values().size());
  }

  @Test
  void takesTheNameOfAChainForATarget() {
    assertEquals("MINE", rule("-j MINE").target().orElseThrow().name().text());
    assertTrue(rule("-g MINE").target().orElseThrow().goesTo());
  }

  @Test
  void passesOverALineForTheOtherFamily() {
    assertTrue(parse("-6 -A INPUT -j DROP").skipped());
    assertTrue(parse("-A INPUT -s 2001:db8::1 -6 -j DROP").skipped());
    assertTrue(parse("-4 -A INPUT -j DROP", Family.IPV6, "filter").skipped());
    assertFalse(parse("-4 -A INPUT -j DROP").skipped());
  }

  @Test
  void hasTheWordsOfIp6tables() {
    assertEquals(
        List.of(),
        parse(
                "-A INPUT -p icmpv6 --icmpv6-type router-advertisement -j ACCEPT",
                Family.IPV6,
                "filter")
            .problems());
    assertEquals("ip6tables has no -f", problem("-A INPUT -f", Family.IPV6, "filter").message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "--",
        "---",
        "-A",
        "!",
        "! !",
        "-A INPUT --",
        "-A INPUT -- x",
        "--=",
        "--=x",
        "-A INPUT -p tcp --=",
        "-A INPUT -p tcp --dport",
        "-vvvvvv",
        "-fffff -A INPUT",
        "\"\" \"\"",
        "-A \"\" -j \"\"",
        "-j",
        "-m",
        "-m !",
        "-A INPUT -p \u0130 --x",
        "-A INPUT -m u32 --u32 =",
        "-A INPUT -m comment --comment",
        "-c",
        "-I INPUT 999999999999"
      })
  void neverFails(String command) {
    parse(command);
    parse(command, Family.IPV6, "nat");
  }

  /** Words that mean something, in no order at all. */
  @Test
  void neverFailsOnWordsInAnyOrder() {
    String[] words =
        ("-A -I -D -P -N INPUT MINE 1 ! -p tcp udp all -m tcp conntrack limit time u32 string"
                + " recent -j DROP LOG DNAT REJECT -s -d 192.0.2.1/8 :: --dport --sport --syn"
                + " --tcp-flags SYN 80 80:90 , : / | = -- - --ctstate NEW --limit 5/s --timestart 1:"
                + " --u32 0=0 --hex-string |0a| --set --hitcount 9 --log-prefix --to-destination"
                + " 192.0.2.1:80 --reject-with tcp-reset -c 1,2 -g -i + -o -f -4 -6 -w")
            .split(" ");
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String command =
          random
              .ints(random.nextInt(1, 12), 0, words.length)
              .mapToObj(index -> words[index])
              .collect(Collectors.joining(" "));
      parse("-v " + command, random.nextBoolean() ? Family.IPV4 : Family.IPV6, "nat");
    }
  }

  private static List<String> names(List<Option> options) {
    return options.stream().map(Option::name).toList();
  }
}
