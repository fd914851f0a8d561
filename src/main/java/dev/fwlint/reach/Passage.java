package dev.fwlint.reach;

import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Step;
import dev.fwlint.packets.Point;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which new connections get through the host, past all its tables. Unlike {@link Reach}, which
 * proves that packets cannot pass, this shows that they can: a step that may take a packet or not
 * is taken to pass it by, and a table that the file does not have is taken as empty.
 */
public final class Passage {
  private final Program program;
  private final Path way;

  private Passage(Firewall firewall) {
    program = Program.of(firewall);
    Program.Site beyond = new Program.Site(Code.NOTHING, 0);
    way = new Path(RouteBuilder.through(program), List.of(), beyond, Demand.NOTHING);
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
    Point point = Departure.point(packet, out, program.fields);
    try {
      return run(point).arrives();
    } catch (Run.TooDeep tooDeep) {
      return false;
    }
  }

  /**
   * The new connections from one segment to another, one for each pair of segments.
   *
   * @param apart steps whose packets are not asked about
   */
  public Crossings between(List<Segment> segments, Predicate<Step> apart) {
    return new CrossingSearch(program, this::run, segments, apart).find();
  }

  /**
   * @param all whether these are all; else there are more pairs, or it was given up on
   */
  public record Crossings(List<Crossing> found, boolean all) {
    public Crossings {
      found = List.copyOf(found);
    }
  }

  private Run run(Point point) {
    return new Run(program, way, point, Run.Doubt.PASSES_BY);
  }

  /** The step that decides at FORWARD in the filter table; nothing where the policy does. */
  static Optional<Op> forwarder(Run run) {
    return run.ends()
        .filter(op -> op.step().table().equals("filter"))
        .reduce((first, last) -> last);
  }
}
