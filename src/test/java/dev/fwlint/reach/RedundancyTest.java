package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.model.Action;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.SmallWorld.Packet;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Small random rulesets, and all packets that they can tell apart: what is found changes nothing
 * when it is deleted, alone or together; what is not found changes something.
 */
class RedundancyTest {
  /** More by hand: {@code -Drulesets=5000}. */
  private static final int RULESETS = Integer.getInteger("rulesets", 150);

  private static final int FIRST = Integer.getInteger("first", 20_260_301);

  @Test
  void whatIsFoundChangesNothingAndWhatIsNotDoes() {
    int found = 0;
    for (int i = 0; i < RULESETS; i++) {
      long seed = FIRST + i;
      String text = new Rulesets(new Random(seed)).make();
      SourceFile source = new SourceFile("seed " + seed, text);
      Firewall firewall = Linter.load(source, Optional.of(Family.IPV4));
      if (firewall.problems().isEmpty()) {
        found += new Trial(firewall, text, new Random(seed)).check(source.name());
      }
    }
    assertTrue(found > RULESETS / 10, () -> "too few to tell");
  }

  /** One ruleset. */
  private static final class Trial {
    private final Firewall firewall;
    private final String text;
    private final Random random;
    private final SmallWorld world;
    private final List<Packet> packets;
    private final Set<Line.Command> alive = new LinkedHashSet<>();
    private final List<Line.Command> all = new ArrayList<>();

    Trial(Firewall firewall, String text, Random random) {
      this.firewall = firewall;
      this.text = text;
      this.random = random;
      world = new SmallWorld(firewall);
      packets = SmallWorld.packets(text);
      Redundancy.of(firewall, new Redundancy.Foreign(step -> false, chain -> false))
          .lines()
          .forEach(needless -> alive.add(needless.first().origin()));
      all.addAll(alive);
      DeadSteps.of(firewall).all().map(DeadStep::step).map(Step::origin).forEach(all::add);
    }

    int check(String seed) {
      world.effects(packets, Set.of());
      Set<Line.Command> hit = world.hit();
      List<Set<Line.Command>> subsets = subsets();
      for (Set<Line.Command> subset : subsets) {
        assertEquals(
            effects(Set.of(), subset),
            effects(subset, subset),
            () -> told(seed, "deletes", subset));
      }
      for (Step step : candidates()) {
        Line.Command line = step.origin();
        if (!all.contains(line) && hit.contains(line)) {
          assertTrue(
              subsets.stream().map(subset -> with(subset, line)).anyMatch(this::matters),
              () -> told(seed, "misses", Set.of(line)));
        }
      }
      return alive.size();
    }

    private boolean matters(Set<Line.Command> deleted) {
      return !effects(Set.of(), deleted).equals(effects(deleted, deleted));
    }

    private static Set<Line.Command> with(Set<Line.Command> some, Line.Command one) {
      Set<Line.Command> more = new LinkedHashSet<>(some);
      more.add(one);
      return more;
    }

    /** None, all, each, and some. */
    private List<Set<Line.Command>> subsets() {
      List<Set<Line.Command>> subsets = new ArrayList<>(List.of(Set.of(), Set.copyOf(all)));
      all.forEach(line -> subsets.add(Set.of(line)));
      for (int i = 0; i < 20; i++) {
        subsets.add(all.stream().filter(line -> random.nextBoolean()).collect(Collectors.toSet()));
      }
      return subsets;
    }

    /** What a limit of a deleted rule is asked is nobody's concern. */
    private String effects(Set<Line.Command> deleted, Set<Line.Command> ignored) {
      Set<String> own =
          firewall
              .steps()
              .filter(step -> ignored.contains(step.origin()))
              .map(step -> "asks " + step.path())
              .collect(Collectors.toSet());
      return world.effects(packets, deleted).stream()
          .map(effects -> effects.stream().filter(effect -> !own.contains(effect)).toList())
          .toList()
          .toString();
    }

    private List<Step> candidates() {
      return firewall.steps().filter(Trial::isCandidate).toList();
    }

    private static boolean isCandidate(Step step) {
      return (step.action() instanceof Action.Decide || step.action() instanceof Action.Return)
          && !step.conditions().isEmpty();
    }

    private String told(String seed, String what, Set<Line.Command> lines) {
      return lines.stream()
          .map(line -> line.span().line() + ": " + line.span().text())
          .collect(Collectors.joining("\n", seed + " " + what + "\n", "\n" + text));
    }
  }

  /** Makes rulesets. */
  private static final class Rulesets {
    private static final String[] NETS = {
      "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "192.0.2.0/24", "10.1.2.3/32,192.0.2.0/24"
    };
    private static final String[] PORTS = {"22", "80", "80:90"};
    private static final String[] ENDS = {
      "ACCEPT", "DROP", "RETURN", "ACCEPT", "DROP", "ACCEPT", "DROP", "LOG", "MARK --set-mark 1"
    };

    private final Random random;
    private int limits;

    Rulesets(Random random) {
      this.random = random;
    }

    String make() {
      StringBuilder text = new StringBuilder("*mangle\n:PREROUTING ACCEPT [0:0]\n");
      for (String chain : List.of("INPUT", "FORWARD")) {
        String policy = random.nextBoolean() ? "ACCEPT" : "DROP";
        text.append(':').append(chain).append(' ').append(policy).append(" [0:0]\n");
      }
      text.append(":a - [0:0]\n:b - [0:0]\n:c - [0:0]\n");
      rules(text, "INPUT", 1 + random.nextInt(5), "a", "b", "c");
      rules(text, "FORWARD", 1 + random.nextInt(5), "c", "b", "a");
      rules(text, "a", 1 + random.nextInt(4), "c");
      rules(text, "b", 1 + random.nextInt(4), "c");
      rules(text, "c", random.nextInt(4));
      return text.append("COMMIT\n").toString();
    }

    private void rules(StringBuilder text, String chain, int count, String... chains) {
      for (int i = 0; i < count; i++) {
        boolean jumps = chains.length > 0 && random.nextInt(3) == 0;
        String[] targets = jumps ? chains : ENDS;
        String target = targets[random.nextInt(targets.length)];
        boolean goes = jumps && random.nextInt(4) == 0;
        text.append("-A ").append(chain).append(conditions());
        if (random.nextInt(20) > 0) {
          text.append(goes ? " -g " : " -j ").append(target);
        }
        text.append('\n');
      }
    }

    private String conditions() {
      StringBuilder text = new StringBuilder();
      if (random.nextInt(2) == 0) {
        String net = NETS[random.nextInt(NETS.length)];
        text.append(net.contains(",") ? "" : not()).append(" -s ").append(net);
      }
      boolean limitFirst = random.nextBoolean();
      String limit = "";
      if (limits < 2 && random.nextInt(16) == 0) {
        limits++;
        limit = " -m limit --limit 5/s";
      }
      if (random.nextInt(3) == 0) {
        text.append(" -p ").append(random.nextBoolean() ? "tcp" : "udp");
        text.append(limitFirst ? limit : "").append(" -m multiport");
        text.append(not()).append(" --dports ").append(PORTS[random.nextInt(PORTS.length)]);
      } else if (limitFirst) {
        text.append(limit);
      }
      if (random.nextInt(8) == 0) {
        text.append(" -m u32").append(not()).append(" --u32 0x").append(random.nextInt(2));
        text.append("=0x4");
      }
      if (random.nextInt(8) == 0) {
        text.append(" -m mark").append(not()).append(" --mark ").append(1 + random.nextInt(2));
      }
      return text.append(limitFirst ? "" : limit).toString();
    }

    private String not() {
      return random.nextInt(4) == 0 ? " !" : "";
    }
  }
}
