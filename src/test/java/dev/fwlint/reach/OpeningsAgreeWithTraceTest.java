package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random rulesets and packets from and to everywhere: one gets where the openings say, and nowhere
 * else.
 */
class OpeningsAgreeWithTraceTest {
  private static final int RULESETS = Integer.getInteger("rulesets", 400);
  private static final long SEED = Long.getLong("seed", 20_260_401L);
  private static final int PACKETS = 60;

  @Test
  void nothingElseGetsThrough() {
    OpeningsTrial.Tally tally = new OpeningsTrial.Tally();
    for (long seed = SEED; seed < SEED + RULESETS; seed++) {
      RandomRulesets rulesets = new RandomRulesets(seed);
      String text = OpeningsTrial.marked(rulesets.make(), List.of("eth0", "br0", "br7"));
      Firewall firewall =
          Linter.load(new SourceFile("seed " + seed, text), Optional.of(rulesets.family()));
      Random random = new Random(seed);
      boolean v4 = rulesets.family() == Family.IPV4;
      List<Segment> segments =
          List.of(
              segment("eth0"),
              segment("br0", v4 ? "10.1.0.0/16" : "2001:db8:1::/64"),
              random.nextBoolean()
                  ? segment("br7", v4 ? "192.0.2.0/28" : "fd00::/96")
                  : segment("br7"));
      List<Address> local =
          random.nextBoolean()
              ? List.of()
              : addresses(v4 ? "10.9.0.1 198.51.100.1 10.1.0.1" : "2001:db8::77 2001:db8:1::1");
      new OpeningsTrial(firewall, segments, local, random, tally).check(PACKETS);
    }
    System.out.println(tally + ", seed " + SEED);
    assertTrue(tally.open() > 5L * RULESETS && tally.closed() > 5L * RULESETS);
    assertNotEquals(0, tally.perhaps());
    assertEquals(0, tally.givenUp());
  }

  private static Segment segment(String device, String... networks) {
    return new Segment(
        device,
        Stream.of(networks).flatMap(network -> Network.parse(network).stream()).toList(),
        List.of());
  }

  private static List<Address> addresses(String texts) {
    return Stream.of(texts.split(" ")).flatMap(text -> Address.parse(text).stream()).toList();
  }
}
