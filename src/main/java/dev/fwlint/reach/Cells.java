package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Openings.Cell;
import dev.fwlint.reach.Piece.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From pieces of all packets to who gets to whom. Who gets in alike is told together. */
final class Cells {
  private final Program program;
  private final Territory territory;
  private final List<Segment> segments;
  private final List<Strip> toHost = new ArrayList<>();
  private final Map<Long, List<Strip>> through = new HashMap<>();
  private final Map<Long, List<Strip>> sent = new HashMap<>();
  private final Effort effort;

  Cells(
      Program program,
      Territory territory,
      List<Segment> segments,
      Map<Course, OpeningSearch.Found> found,
      Effort effort) {
    this.effort = effort;
    this.program = program;
    this.territory = territory;
    this.segments = segments;
    found.forEach((course, of) -> {
      Stripping stripping = new Stripping(program, territory, segments, of.wanted());
      of.pieces().forEach(piece -> stripping.of(piece).forEach(this::file));
    });
  }

  private void file(Strip strip) {
    switch (strip.course()) {
      case IN -> toHost.add(strip);
      case THROUGH -> file(strip, through);
      case OUT -> file(strip, sent);
    }
  }

  private void file(Strip strip, Map<Long, List<Strip>> byDevice) {
    IntervalSet out = strip.out();
    for (int i = 0; i < out.count(); i++) {
      for (long device = out.lo(i); device <= out.hi(i); device++) {
        byDevice.computeIfAbsent(device, d -> new ArrayList<>()).add(strip);
      }
    }
  }

  /** Whether nothing was left out that takes too much to read off. */
  boolean areComplete() {
    return effort.wasEnough();
  }

  /** Who gets to a segment, or to the host. */
  List<Cell> to(Segment to) {
    Map<List<Object>, List<Segment>> alike = new LinkedHashMap<>();
    Map<List<Object>, List<Strip>> uses = new HashMap<>();
    boolean host = to.equals(Segment.HOST);
    long device = host ? 0 : program.fields.names.number(to.device());
    if (!host) {
      from(Segment.HOST, sent.getOrDefault(device, List.of()), alike, uses);
    }
    List<Strip> strips = host ? toHost : through.getOrDefault(device, List.of());
    for (Segment from : segments) {
      from(from, strips, alike, uses);
    }
    Map<List<Opening>, Cell> cells = new LinkedHashMap<>();
    alike.forEach((key, from) -> {
      CellReader reader = new CellReader(program, territory, from.getFirst(), to, effort);
      List<Strip> strip = uses.getOrDefault(key, List.of());
      List<Opening> openings = reader.openings(strip);
      if (!openings.isEmpty()) {
        cells.merge(
            openings,
            new Cell(from, to, openings, reader.example(strip)),
            (one, other) -> new Cell(both(one.from(), other.from()), to, openings, one.example()));
      }
    });
    return List.copyOf(cells.values());
  }

  private static List<Segment> both(List<Segment> one, List<Segment> other) {
    List<Segment> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  /** Puts one who opens connections beside those whom the same packets are open to. */
  private void from(
      Segment from,
      List<Strip> strips,
      Map<List<Object>, List<Segment>> alike,
      Map<List<Object>, List<Strip>> uses) {
    long device = program.fields.names.number(from.device());
    boolean host = from.equals(Segment.HOST);
    List<Object> key = new ArrayList<>(List.of(host));
    List<Strip> used = new ArrayList<>();
    boolean open = false;
    for (Strip strip : strips) {
      if (host || strip.in().contains(device)) {
        switch (strip.sources(territory, from)) {
          case NONE -> {}
          case SOME -> {
            key.add(from);
            key.add(strip.number());
            used.add(strip);
            open |= strip.fate() != Fate.STOPS;
          }
          case ALL -> {
            key.add(strip.number());
            used.add(strip);
            open |= strip.fate() != Fate.STOPS;
          }
        }
      }
    }
    if (open) {
      alike.computeIfAbsent(key, k -> new ArrayList<>()).add(from);
      uses.put(key, used);
    }
  }
}
