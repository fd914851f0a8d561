package dev.fwlint.matrix;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.reach.OpeningsTrial;
import dev.fwlint.reach.Segment;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Hosts whose matrix is tried. */
public final class Hosts {
  private Hosts() {}

  /** Whether a backend takes all of it. */
  static boolean loads(String ruleset, Family family) {
    return !Linter.loadsNowhere(load(ruleset, family));
  }

  /** The ruleset of a host, which tells of each packet where it ends. */
  public static String marked(String ruleset, Family family) {
    return OpeningsTrial.marked(
        ruleset, segments(load(ruleset, family)).stream().map(Segment::device).toList());
  }

  /** Tries what a matrix says of a ruleset that is marked so. */
  public static OpeningsTrial trial(
      String marked, Family family, long seed, OpeningsTrial.Tally tally) {
    Firewall firewall = load(marked, family);
    return new OpeningsTrial(firewall, segments(firewall), List.of(), new Random(seed), tally);
  }

  private static Firewall load(String text, Family family) {
    return Linter.load(new SourceFile("host", text), Optional.of(family));
  }

  private static List<Segment> segments(Firewall firewall) {
    return Matrix.of(firewall).places().stream()
        .filter(place -> place.kind() != Place.Kind.HOST)
        .map(place ->
            new Segment(
                place.device(),
                place.subnets().stream().flatMap(net -> Network.parse(net).stream()).toList(),
                List.of()))
        .toList();
  }
}
