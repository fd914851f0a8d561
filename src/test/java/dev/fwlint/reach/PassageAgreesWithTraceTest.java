package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Verdict;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random rulesets and new connections: one is admitted exactly when a trace accepts it. */
class PassageAgreesWithTraceTest {
  private static final int RULESETS = Integer.getInteger("rulesets", 500);
  private static final long SEED = Long.getLong("seed", 20_260_301L);
  private static final int PACKETS = 40;

  private int accepted;
  private int stopped;

  @Test
  void admitsWhatATraceAccepts() throws PacketFormatException {
    for (int i = 0; i < RULESETS; i++) {
      compare(SEED + i);
    }
    System.out.printf("%d accepted, %d stopped, seed %d%n", accepted, stopped, SEED);
    assertTrue(accepted > RULESETS && stopped > RULESETS);
  }

  private void compare(long seed) throws PacketFormatException {
    RandomRulesets rulesets = new RandomRulesets(seed);
    String text = rulesets.make();
    SourceFile source = new SourceFile("seed " + seed, text);
    Firewall firewall = Linter.load(source, Optional.of(rulesets.family()), rulesets.facts());
    Passage passage = Passage.of(firewall);
    Tracer tracer = new Tracer(firewall);
    Makers makers = new Makers(firewall, new Random(seed));
    for (int i = 0; i < PACKETS; i++) {
      Packet packet = makers.packet();
      Trace trace = tracer.trace(packet);
      // what hangs on an unknown is taken otherwise here
      if (trace.unknown().findAny().isEmpty() && trace.verdict() != Verdict.UNKNOWN) {
        boolean accepts = trace.verdict() == Verdict.ACCEPT;
        accepted += accepts ? 1 : 0;
        stopped += accepts ? 0 : 1;
        assertEquals(
            accepts,
            passage.admits(packet, packet.out()),
            () -> PacketFields.fields(packet) + "\n" + trace + "\n" + text);
      }
    }
  }

  /** Makes packets of what a ruleset names. */
  private static final class Makers {
    private final Random random;
    private final List<String> devices = new ArrayList<>(List.of("eth9"));
    private final List<Address> addresses = new ArrayList<>();

    Makers(Firewall firewall, Random random) {
      this.random = random;
      addresses.addAll(Addresses.strangers(firewall.family()));
      firewall.steps().flatMap(step -> step.conditions().stream()).forEach(this::add);
      devices.remove("lo");
      addresses.removeIf(address -> !Addresses.canBeForwarded(address));
    }

    private void add(Condition condition) {
      switch (condition) {
        case Condition.Interface by when !by.name().isEmpty() && !by.name().equals("lo") ->
            devices.add(by.prefix() ? by.name() + "7" : by.name());
        case Condition.InNetwork in -> addresses.addAll(Addresses.around(in.network()));
        default -> {}
      }
    }

    Packet packet() throws PacketFormatException {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("hook", "forward");
      json.put("in", one(devices));
      json.put("out", one(devices));
      json.put("src", one(addresses).toString());
      json.put("dst", one(addresses).toString());
      json.put("proto", one(List.of("tcp", "udp")));
      json.put("dport", one(List.of(22L, 53L, 80L, 85L, 443L, 8080L)));
      json.put("ttl", one(List.of(64L, 63L, 65L)));
      return PacketFields.packet(json);
    }

    private <T> T one(List<T> items) {
      return items.get(random.nextInt(items.size()));
    }
  }
}
