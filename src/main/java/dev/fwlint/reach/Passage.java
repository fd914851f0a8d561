package dev.fwlint.reach;

import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Step;
import dev.fwlint.packets.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which new connections get through the host, past all its tables. Unlike {@link Reach}, which
 * proves that packets cannot pass, this shows that they can: a step that may take a packet or not
 * is taken to pass it by, and a table that the file does not have is taken as empty.
 */
public final class Passage {
  final Program program;
  private final Path way;
  private final Path back;

  private Passage(Firewall firewall) {
    program = Program.of(firewall);
    Program.Site beyond = new Program.Site(Code.NOTHING, 0);
    way =
        new Path(
            RouteBuilder.through(program, Hook.PREROUTING, Hook.FORWARD, Hook.POSTROUTING),
            List.of(),
            beyond,
            Demand.NOTHING);
    back = new Path(RouteBuilder.back(program), List.of(), beyond, Demand.NOTHING);
  }

  public static Passage of(Firewall firewall) {
    return new Passage(firewall);
  }

  /**
   * Whether the first packet of a connection gets through; false where it is lost on the way.
   *
   * @param out the interface that it leaves by once it has been translated
   */
  public boolean admits(Packet packet, String out) {
    return fate(packet, out).admitted();
  }

  /**
   * What becomes of the first packet of a connection.
   *
   * @param out the interface that it leaves by once it has been translated
   */
  public Fate fate(Packet packet, String out) {
    Run run = run(Departure.point(packet, out, program.fields));
    boolean admitted = arrives(run, false);
    return new Fate(admitted, run.ends().map(Op::step).toList());
  }

  /**
   * Whether the first packet of a connection gets through if a step is taken away; true where it is
   * lost on the way.
   */
  public boolean admitsWithout(Step step, Packet packet, String out) {
    Point point = Departure.point(packet, out, program.fields);
    return passesWithout(point, step);
  }

  /**
   * How a packet fared.
   *
   * @param admitted whether it gets through
   * @param decisions the steps that ended a table's chain for it and let it go on, in its order:
   *     what translated it is among them, and what accepted it
   */
  public record Fate(boolean admitted, List<Step> decisions) {
    public Fate {
      decisions = List.copyOf(decisions);
    }

    /** The step that accepts it at FORWARD; nothing where the policy does. */
    public Optional<Step> acceptor() {
      return decisions.stream()
          .filter(step -> step.table().equals("filter"))
          .reduce((first, last) -> last);
    }
  }

  /**
   * The new connections from some segments to others, one for each pair of segments and each step
   * that accepts some of them.
   *
   * @param segments all there are: where the addresses of one are not known, they are none of the
   *     others'
   * @param from the interfaces of those that are asked about as sources
   * @param meant what is not asked about
   */
  public Crossings between(
      List<Segment> segments, Predicate<String> from, Predicate<String> to, Meant meant) {
    return new CrossingSearch(this, segments, meant).between(from, to);
  }

  /** The new connections from a segment to itself, one for each step that accepts some of them. */
  public Crossings within(Segment segment, Predicate<Step> apart) {
    return new CrossingSearch(this, List.of(segment), Meant.by(apart)).within();
  }

  /**
   * @param aside one of those that are not asked about for each step that accepts some
   * @param all whether these are all; else there are more pairs, or it was given up on
   */
  public record Crossings(List<Crossing> found, List<Crossing> aside, boolean all) {
    public Crossings {
      found = List.copyOf(found);
      aside = List.copyOf(aside);
    }
  }

  /**
   * The RETURN of the filter table without which a packet would be stopped, where there is one
   * among these.
   *
   * @param undecided expressions of unknown conditions that may hold or not
   */
  public Optional<Step> diverter(Crossing crossing, Predicate<Step> these, Set<String> undecided) {
    Point point = point(crossing.packet(), crossing.to().device());
    EitherWay either = new EitherWay(program.fields, undecided);
    return either
        .ways(this, point, Without.NOTHING)
        .flatMap(run -> returns(run).filter(these))
        .filter(step ->
            !either.ways(this, point, Without.step(step)).allMatch(run -> arrives(run, true)))
        .findFirst();
  }

  private static Stream<Step> returns(Run run) {
    return arrives(run, false)
        ? run.returns().map(Op::step).filter(step -> step.table().equals("filter"))
        : Stream.of();
  }

  /** Whether a packet would get through without a step; true where it is lost on the way. */
  public boolean passesWithout(Crossing crossing, Step step) {
    return passesWithout(point(crossing.packet(), crossing.to().device()), step);
  }

  private boolean passesWithout(Point point, Step step) {
    return arrives(run(point, Doubt.PASSES_BY, Without.step(step)), true);
  }

  private static boolean arrives(Run run, boolean lost) {
    try {
      return run.arrives();
    } catch (Run.TooDeep tooDeep) {
      return lost;
    }
  }

  private Point point(Map<String, Object> packet, String out) {
    try {
      return Departure.point(PacketFields.packet(packet), out, program.fields);
    } catch (PacketFormatException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Run run(Point point) {
    return run(point, Doubt.PASSES_BY, Without.NOTHING);
  }

  Run run(Point point, Doubt doubt, Without without) {
    return new Run(program, way, point, doubt, without);
  }

  /** Whether the answer to a new connection's packet gets back, once it is past PREROUTING. */
  boolean isAnswered(Point packet) {
    Point answer = Departure.answer(packet, program.fields);
    return new Run(program, back, answer, Doubt.PASSES_BY, Without.NOTHING).arrives();
  }
}
