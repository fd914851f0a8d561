package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.IpSetReader;
import dev.fwlint.model.Loader;
import dev.fwlint.model.Packet;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the kernel was found to do with sets, and that the trace does the same. */
@Tag("kernel")
class KernelSetsTest {
  private static final long SEED = Long.getLong("kernel.seed", 1);
  private static final int RULESETS = Integer.getInteger("kernel.rulesets", 24);
  private static final int PACKETS = Integer.getInteger("kernel.packets", 60);

  private static final Tally TALLY = new Tally("random sets");

  private static final String WAY = "in=eth0 out=eth1 dst=192.0.2.9 src=";

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @AfterAll
  static void tell() {
    System.out.println(TALLY);
  }

  private static String rules(String... questions) {
    StringBuilder text = new StringBuilder("*filter\n");
    for (String question : questions) {
      text.append("-A FORWARD -m set ").append(question).append('\n');
    }
    return text.append("COMMIT\n").toString();
  }

  @Test
  void theLongestPrefixDecidesAndExceptionsAreNotReturnedUnlessAskedFor() {
    String sets =
        """
        create n hash:net
        add n 10.0.0.0/8
        add n 10.1.0.0/16 nomatch
        add n 10.1.2.0/24
        """;
    try (Trial trial =
        Trial.with(
            sets,
            rules(
                "--match-set n src",
                "! --match-set n src",
                "--match-set n src --return-nomatch"))) {
      assertEquals("1", trial.hits("filter/FORWARD", WAY + "10.2.0.1"));
      assertEquals("2 3", trial.hits("filter/FORWARD", WAY + "10.1.0.1"));
      assertEquals("1", trial.hits("filter/FORWARD", WAY + "10.1.2.1"));
      assertEquals("2", trial.hits("filter/FORWARD", WAY + "11.0.0.1"));
    }
  }

  @Test
  void aNetworkThatIsThereForAnotherInterfaceHidesWiderOnes() {
    String sets =
        """
        create n hash:net,iface
        add n 10.0.0.0/8,eth0
        add n 10.1.0.0/16,eth5
        add n 10.2.0.0/16,physdev:eth5
        add n 11.0.0.0/8,eth wildcard
        """;
    try (Trial trial = Trial.with(sets, rules("--match-set n src,src", "--match-set n src,dst"))) {
      assertEquals("1", trial.hits("filter/FORWARD", WAY + "10.3.0.1"));
      assertEquals("", trial.hits("filter/FORWARD", WAY + "10.1.0.1"));
      assertEquals("1 2", trial.hits("filter/FORWARD", WAY + "11.1.0.1"));
    }
  }

  @Test
  void portsAreThoseOfFourProtocolsAndIcmpHasTypes() {
    String sets =
        """
        create p hash:ip,port
        add p 10.0.0.1,tcp:80
        add p 10.0.0.1,icmp:echo-request
        add p 10.0.0.1,gre:0
        create b bitmap:port range 0-1024
        add b 80
        """;
    try (Trial trial =
        Trial.with(
            sets, rules("--match-set p src,dst", "--match-set b dst", "--match-set p src"))) {
      String from = WAY + "10.0.0.1 ";
      assertEquals("1 2", trial.hits("filter/FORWARD", from + "dport=80"));
      assertEquals("", trial.hits("filter/FORWARD", from + "dport=81"));
      assertEquals("2", trial.hits("filter/FORWARD", from + "dport=80 proto=udp"));
      assertEquals("", trial.hits("filter/FORWARD", from + "dport=80 proto=sctp"));
      assertEquals("1", trial.hits("filter/FORWARD", from + "proto=icmp icmp_type=8"));
      assertEquals("", trial.hits("filter/FORWARD", from + "proto=icmp icmp_type=13"));
      assertEquals("1", trial.hits("filter/FORWARD", from + "proto=gre"));
    }
  }

  @Test
  void anAddressWithoutItsMacAddressTakesTheFirstThatComes() {
    String sets =
        """
        create m bitmap:ip,mac range 10.0.0.0/24
        add m 10.0.0.1
        """;
    try (Trial trial = Trial.with(sets, rules("--match-set m src,src"))) {
      String from = WAY + "10.0.0.1 mac=00:11:22:33:44:";
      assertEquals("1", trial.hits("filter/FORWARD", from + "55"));
      assertTrue(List.of("", "1").contains(trial.hits("filter/FORWARD", from + "56")));
    }
  }

  @Test
  void aListHoldsWhatItsSetsHoldAndEachMustBeAskedForInAllItsParts() {
    String sets =
        """
        create a hash:ip
        add a 10.0.0.1
        create b hash:ip,port
        add b 10.0.0.2,tcp:80
        create l list:set
        add l a
        add l b
        """;
    try (Trial trial = Trial.with(sets, rules("--match-set l src", "--match-set l src,dst"))) {
      assertEquals("1 2", trial.hits("filter/FORWARD", WAY + "10.0.0.1"));
      assertEquals("2", trial.hits("filter/FORWARD", WAY + "10.0.0.2 dport=80"));
    }
  }

  /** Named by their seeds: with one as kernel.seed and kernel.rulesets=1, it is made again. */
  @TestFactory
  Stream<DynamicTest> randomSets() {
    return IntStream.range(0, RULESETS)
        .mapToObj(number -> {
          long seed = SEED + number;
          Family family = seed % 4 == 3 ? Family.IPV6 : Family.IPV4;
          return DynamicTest.dynamicTest("sets " + seed, () -> agree(seed, family));
        });
  }

  private static void agree(long seed, Family family) throws FactsFormatException {
    SetMaker maker = new SetMaker(seed, family);
    String sets = maker.sets();
    SourceFile source = new SourceFile("sets " + seed, maker.rules());
    Facts facts = Facts.NONE.withSets(Optional.of(IpSetReader.read(new SourceFile("sets", sets))));
    Firewall firewall = Loader.load(RestoreReader.read(source, family), facts);
    assertEquals(List.of(), firewall.problems());
    List<Packet> packets =
        new PacketMaker(firewall, new Random(seed)).sendable(PACKETS + PACKETS / 5, TALLY);
    Judgement judgement = new Judgement(firewall, sets, TALLY);
    Map<Backend, Integer> sent = judgement.on(packets, PACKETS);
    assertTrue(judgement.differences().isEmpty(), judgement::failure);
    assertEquals(Set.of(Backend.values()), sent.keySet());
    sent.forEach((backend, count) ->
        assertTrue(count >= PACKETS, () -> backend + " was sent only " + count));
  }
}
