package dev.fwlint.reach;

import dev.fwlint.model.Address;
import dev.fwlint.model.Firewall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Who can open a connection to whom: all first packets of connections that get through, between the
 * segments of a host and the host itself. A table that the file does not have is taken as empty.
 *
 * <p>A connection of TCP is opened by SYN alone. A packet comes from where its source is, and
 * neither from nor to a loopback address; it is sent to one host, not to many. It arrives without a
 * mark.
 *
 * @param cells those that are open, by whom they lead to and then by who opens them
 * @param complete whether all packets were looked at; else it was given up on, and more may be open
 */
public record Openings(List<Cell> cells, boolean complete) {
  public Openings {
    cells = List.copyOf(cells);
  }

  /**
   * The same from each of some segments, {@link Segment#HOST} among them, to one.
   *
   * @param example the first packet of one of them, as JSON
   */
  public record Cell(
      List<Segment> from, Segment to, List<Opening> openings, Map<String, Object> example) {
    public Cell {
      from = List.copyOf(from);
      openings = List.copyOf(openings);
    }
  }

  /**
   * @param segments what is behind each of the host's interfaces
   * @param local the host's own addresses; none where they are not known: then any address that is
   *     no container's may be
   */
  public static Openings of(Firewall firewall, List<Segment> segments, List<Address> local) {
    Program program = Program.of(firewall);
    Territory territory = new Territory(program.fields, segments, local);
    Map<Course, OpeningSearch.Found> found = new EnumMap<>(Course.class);
    Effort effort = new Effort(firewall.steps().count());
    boolean complete = true;
    for (Course course : Course.values()) {
      OpeningSearch search = new OpeningSearch(program, course, territory, segments, effort);
      OpeningSearch.Found one = search.find(segments.size());
      found.put(course, one);
      complete &= one.all();
    }
    Cells cells = new Cells(program, territory, segments, found, effort);
    List<Cell> open = new ArrayList<>(cells.to(Segment.HOST));
    segments.forEach(segment -> open.addAll(cells.to(segment)));
    return new Openings(open, complete && cells.areComplete());
  }
}
