package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.PacketMaker;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.Step;
import dev.fwlint.model.Told;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds the engine and the trace against each other, and counts what was held. */
final class Agreement {
  /** Of these matches only the trace knows that some packets never meet them. */
  private static final Set<String> TRACED =
      Set.of(
          "ah",
          "cgroup",
          "cluster",
          "connbytes",
          "connlabel",
          "dst",
          "hbh",
          "helper",
          "ipv6header",
          "owner",
          "physdev",
          "rpfilter",
          "rt",
          "socket",
          "srh",
          "tcp",
          "tcpmss");

  private static final List<String> TABLES = List.of("raw", "mangle", "nat", "filter", "security");

  private final int draws;
  private final int packets;
  private final Random random;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();

  /**
   * @param draws how many packets are drawn for each rule
   * @param packets how many others are made for each ruleset
   */
  Agreement(long seed, int draws, int packets) {
    this.draws = draws;
    this.packets = packets;
    random = new Random(seed);
  }

  /** A ruleset as it is, and with all tables: then nothing is left to what is missing. */
  void check(SourceFile source, Optional<Family> family) {
    Firewall firewall = Linter.load(source, family);
    new Comparison(firewall).compare();
    if (!firewall.tables().keySet().containsAll(TABLES)) {
      SourceFile complete = new SourceFile(source.name(), completed(source.text(), firewall));
      new Comparison(Linter.load(complete, Optional.of(firewall.family()))).compare();
    }
  }

  private static String completed(String text, Firewall firewall) {
    return text.stripTrailing()
        + TABLES.stream()
            .filter(table -> firewall.table(table).isEmpty())
            .map(table -> "\n*" + table + "\nCOMMIT")
            .collect(Collectors.joining())
        + "\n";
  }

  void tell() {
    System.out.println(counts + ", " + differences.size() + " differences");
    assertTrue(
        differences.isEmpty(),
        () -> String.join("\n\n", differences.subList(0, Math.min(10, differences.size()))));
    // it tells little where few packets are drawn, or few of them decide anything
    assertTrue(count("rules drawn for") > 0.8 * count("live rules"));
    assertTrue(count("drawn packets that hit") > 0.8 * count("drawn packets"));
    assertTrue(count("hits") > 0 && count("rules that are surely missed") > 0);
  }

  private int count(String what) {
    return counts.getOrDefault(what, 0);
  }

  /** One ruleset. */
  private final class Comparison {
    private final Firewall firewall;
    private final List<Step> steps;
    private final Reach reach;
    private final Tracer tracer;
    private final Set<Step> dead = Aftermath.identities();
    private final Set<Step> undecided = Aftermath.identities();

    Comparison(Firewall firewall) {
      this.firewall = firewall;
      steps = firewall.steps().toList();
      reach = Reach.of(firewall);
      tracer = new Tracer(firewall);
    }

    void compare() {
      Draws from = Draws.from(reach, random);
      for (Step step : steps) {
        switch (reach.hit(step)) {
          case Answer.Alive alive -> drawn(step, from.of(step, draws));
          case Answer.Dead none -> dead.add(step);
          case Answer.Undecided unknown -> undecided.add(step);
        }
      }
      PacketMaker maker = new PacketMaker(firewall, random);
      for (int i = 0; i < packets && !steps.isEmpty(); i++) {
        Packet packet = maker.next();
        met(packet, tracer.trace(packet));
      }
    }

    /** A packet that surely hits a step hits it. */
    private void drawn(Step step, List<Packet> drawn) {
      more("live rules");
      if (!drawn.isEmpty()) {
        more("rules drawn for");
      }
      for (Packet packet : drawn) {
        more("drawn packets");
        Trace trace = tracer.trace(packet);
        if (trace.hits().anyMatch(hit -> hit == step)) {
          more("drawn packets that hit");
        } else if (isExact() && isTold(trace)) {
          differ(step, packet, trace, "is said to be hit, and is not, by");
        }
      }
    }

    /**
     * What a packet hits is alive, and the packet is one of those that may hit it; where nothing is
     * unknown, it is one of them for no other rule.
     */
    private void met(Packet packet, Trace trace) {
      Set<Step> hits = trace.hits().collect(Collectors.toCollection(Aftermath::identities));
      boolean once = !comesBack(packet, trace);
      for (Step hit : hits) {
        more("hits");
        if (dead.contains(hit)) {
          differ(hit, packet, trace, "is dead, and hit by");
        } else if (once && !mayHit(hit, packet)) {
          differ(hit, packet, trace, "is not said to be hit, and is, by");
        }
      }
      Step other = steps.get(random.nextInt(steps.size()));
      if (once
          && isExact()
          && isTold(trace)
          && isTold(packet)
          && !isRoutedAnew(packet, trace)
          && !hits.contains(other)
          && !undecided.contains(other)) {
        more("rules that are surely missed");
        if (mayHit(other, packet)) {
          differ(other, packet, trace, "may be hit, and is not, by");
        }
      }
    }

    /** Whether a packet may hit a step on its way, whatever it does not tell. */
    private boolean mayHit(Step step, Packet packet) {
      PacketSet it = reach.possible.intersect(Known.packets(packet, reach.program.fields));
      Code code = reach.program.code(step.table(), step.chain()).orElseThrow();
      Site goal = new Site(code, step.index() - 1);
      Reach.Arrival onItsWay =
          (path, run) ->
              isOn(path.route(), packet.hook())
                  ? Optional.empty()
                  : Optional.of(Product.all(reach.program.fields.space));
      return !new Question(reach, goal, goal.op().demand(), it, onItsWay).isSettled();
    }

    /**
     * Of a template's connection the engine does not tell what it is asked; that packets are whole,
     * what other headers they have, of which protocol an ICMP error's connection is, and marks of
     * many bits, only the trace knows.
     */
    private boolean isExact() {
      return firewall.problems().isEmpty()
          && firewall.tables().keySet().containsAll(TABLES)
          && steps.stream().noneMatch(step -> step.action() instanceof Action.Template)
          && steps.stream().flatMap(step -> step.conditions().stream()).noneMatch(this::isLeftOpen);
    }

    private boolean isLeftOpen(Condition condition) {
      return switch (condition) {
        case Condition.Fragment whole -> true;
        case Condition.Unknown asked ->
            TRACED.contains(asked.module()) || !(asked.told() instanceof Told.Nothing);
        case Condition.Mark asked -> reach.program.fields.marks.values(asked).isEmpty();
        case Condition.Connection asked ->
            asked.parts().stream().anyMatch(ConnectionPart.Protocol.class::isInstance);
        default -> false;
      };
    }

    private void differ(Step step, Packet packet, Trace trace, String how) {
      differences.add(
          "%s: %s %s %s%n%s"
              .formatted(
                  firewall.file().source().name(),
                  step.path(),
                  how,
                  PacketFields.fields(packet),
                  trace.events().stream().map(Agreement::told).collect(Collectors.joining("\n"))));
    }
  }

  private void more(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private static String told(Trace.Event event) {
    return switch (event) {
      case Trace.Event.Hit hit -> "  " + hit.step().path() + hit.step().origin().span().text();
      case Trace.Event.Open open -> "  perhaps " + open.step().origin().span().text();
      case Trace.Event.Policy policy ->
          "  %s/%s %s".formatted(policy.table(), policy.chain(), policy.policy());
    };
  }

  /** Whether the packet tells all that decides about its way. */
  private static boolean isTold(Trace trace) {
    return trace.unknown().findAny().isEmpty()
        && trace.hits().noneMatch(Agreement::moves)
        && trace.verdict() != Verdict.QUEUE
        && trace.verdict() != Verdict.UNKNOWN;
  }

  /** Whether it is the way, as far as it leads, of what is forwarded, comes in or goes out. */
  private static boolean isOn(Route route, Way way) {
    boolean sent = route.legs().getFirst().hook() == Hook.OUTPUT;
    return switch (way) {
      case OUTPUT -> sent;
      case INPUT -> !sent && !Lots.passes(route, Hook.FORWARD);
      case FORWARD -> !sent && !Lots.passes(route, Hook.INPUT);
      case ARRIVE -> !sent;
    };
  }

  /** A packet tells nothing of the translation of a connection that is related to another. */
  private static boolean isTold(Packet packet) {
    return packet.hook() != Way.ARRIVE && packet.state() != ConnState.RELATED;
  }

  /** The engine leaves open by which interface it leaves then; the packet says which. */
  private static boolean isRoutedAnew(Packet packet, Trace trace) {
    return packet.hook() == Way.OUTPUT
        && trace
            .hits()
            .filter(step -> step.table().equals("mangle"))
            .map(Step::action)
            .anyMatch(does -> does instanceof Action.SetMark || does instanceof Action.Change);
  }

  /** Where to, and how much longer a SYN becomes, the engine leaves open. */
  private static boolean moves(Step step) {
    return step.action() instanceof Action.Rewrite to && to.end() == End.DESTINATION
        || step.action() instanceof Action.Redirect
        || step.action() instanceof Action.Netmap
        || step.action() instanceof Action.Change change && change.target().equals("TCPMSS");
  }

  /** What the host sends to itself passes all hooks again, as another packet. */
  private static boolean comesBack(Packet packet, Trace trace) {
    boolean sent = packet.hook() == Way.OUTPUT;
    return sent && (packet.out().equals("lo") || trace.hits().anyMatch(Agreement::moves));
  }
}
