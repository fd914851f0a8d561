package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can come to the steps of a firewall, over all its tables. A packet is tried first; what
 * shows that it fails also shows which others fail with it, and the next is looked for among the
 * rest. So most steps are settled by one packet, a dead one by as many as there are reasons, and
 * all answers are exact: a step is called dead only if no packet is left.
 */
public final class Reach {
  /** So many packets are tried for one step before it is left alone. */
  static final int BUDGET = 4_000;

  final Program program;
  final Paths paths;
  private final Specimens specimens;
  final Preferences usual;
  final PacketSet possible;
  final Guesses guesses;

  private Reach(Firewall firewall) {
    program = Program.of(firewall);
    paths = new Paths(program);
    specimens = new Specimens(program, paths);
    usual = Preferences.of(program.fields.space, this::usual);
    possible = possible();
    guesses = new Guesses(program, possible, usual);
  }

  public static Reach of(Firewall firewall) {
    return new Reach(firewall);
  }

  /** What was found out about a step. */
  public sealed interface Answer {
    /** A packet can hit it. */
    record Alive() implements Answer {}

    /** No packet can hit it. {@code causes}: the fewest that suffice to keep all packets away. */
    record Dead(List<Cause> causes) implements Answer {
      public Dead {
        causes = List.copyOf(causes);
      }
    }

    /** It was given up on. */
    record Undecided() implements Answer {}
  }

  /** A step that keeps packets away, and how; of a policy, there is no step. */
  public record Cause(Kind kind, Optional<Step> step) {
    /** How. */
    public enum Kind {
      /** It decides about them. */
      TAKES,
      /** It sends them out of the chain. */
      SENDS_AWAY,
      /** It does not match them: a jump that they would have to take, or the step itself. */
      DOES_NOT_MATCH,
      /** It changes them, so that they are not matched. */
      CHANGES
    }
  }

  /** Whether a packet can hit a step. */
  public Answer hit(Step step) {
    return ask(step, true, possible);
  }

  /** Whether a new connection that is forwarded from and to one of these interfaces can hit it. */
  public Answer hit(Step step, List<String> in, List<String> out) {
    Product within =
        Product.all(program.fields.space)
            .with(IN, numbers(in))
            .with(ROUTED_OUT, numbers(out))
            .with(TRACKED_STATE, IntervalSet.of(NEW));
    return ask(step, true, possible.intersect(within));
  }

  private IntervalSet numbers(List<String> interfaces) {
    return IntervalSet.union(
        interfaces.stream().map(i -> IntervalSet.of(program.fields.names.number(i))).toList());
  }

  /**
   * Packets that a step was written for, as JSON, the plainest first; none where there can be none.
   */
  public List<Map<String, Object>> packetsFor(Step step) {
    return program
        .code(step.table(), step.chain())
        .map(code -> specimens.of(new Site(code, step.index() - 1)))
        .orElse(List.of());
  }

  /** The jumps on the ways to a step that exclude, by what they ask, what it asks. */
  public List<Cause> contradictions(Step step) {
    return program
        .code(step.table(), step.chain())
        .map(code -> new Site(code, step.index() - 1))
        .map(goal -> new Contradictions(program, goal).jumps(goal))
        .orElse(Set.of())
        .stream()
        .map(jump -> new Cause(Cause.Kind.DOES_NOT_MATCH, Optional.of(jump)))
        .toList();
  }

  /** Whether what a step asks is empty where it stands, whatever stands before it. */
  public boolean never(Step step) {
    return program
        .code(step.table(), step.chain())
        .map(
            code -> new Visible(program, paths, possible).isEmpty(new Site(code, step.index() - 1)))
        .orElse(false);
  }

  /** Whether a packet can come to a step, whatever it asks. */
  public Answer arrive(Step step) {
    return ask(step, false, possible);
  }

  private Answer ask(Step step, boolean hit, PacketSet among) {
    Optional<Code> code = program.code(step.table(), step.chain());
    if (code.isEmpty()) {
      return new Answer.Undecided();
    }
    Site goal = new Site(code.get(), step.index() - 1);
    Demand asked = hit ? goal.op().demand() : Demand.NOTHING;
    return new Question(this, goal, asked, among, ANY).answer();
  }

  static final Arrival ANY = (path, run) -> Optional.empty();

  /** What is known of a packet that came to a goal. */
  interface Arrival {
    /** Packets as they set out that the matter is settled for; nothing ends the search. */
    Optional<Product> settled(Path path, Run run);
  }

  /** Looks at packets that hit a step until one is not settled; whether there was none. */
  boolean settles(Site goal, Arrival arrival) {
    return new Question(this, goal, goal.op().demand(), possible, arrival).isSettled();
  }

  /** That no packet of a path comes where it should: those that could, and why they do not. */
  record Proof(Path path, PacketSet wanted, Map<Product, Failure> failures) {}

  /**
   * All packets, less those that conntrack never makes: a new connection has no reply, and no
   * translation yet but where its packet comes back by lo.
   */
  private PacketSet possible() {
    Product isNew = Product.all(program.fields.space).with(TRACKED_STATE, IntervalSet.of(NEW));
    IntervalSet lo = IntervalSet.of(program.fields.names.number("lo"));
    Product arrives = isNew.with(IN, lo.complement(program.fields.space.greatest(IN)));
    return PacketSet.all(program.fields.space)
        .subtract(isNew.with(REPLY, IntervalSet.of(1)))
        .subtract(arrives.with(SOURCE_TRANSLATED, IntervalSet.of(1)))
        .subtract(arrives.with(DESTINATION_TRANSLATED, IntervalSet.of(1)));
  }

  private long[] usual(int field) {
    long other = program.fields.names.other();
    return switch (field) {
      case IN, ROUTED_OUT -> new long[] {other, program.fields.names.number("eth0")};
      case SOURCE -> new long[] {0xc633_6407L, 0x0a01_0203L};
      case DESTINATION, OTHER_DESTINATION -> new long[] {0xcb00_7109L, 0x0a02_0304L};
      case PROTOCOL -> new long[] {6, 17, 1, 58};
      case SOURCE_PORT -> new long[] {40_000, 8};
      case DESTINATION_PORT, OTHER_PORT -> new long[] {80, 0};
      case TCP_FLAGS -> new long[] {2, 16};
      case TTL, LATER_TTL -> new long[] {64};
      case LENGTH -> new long[] {40};
      default -> new long[] {0};
    };
  }
}
