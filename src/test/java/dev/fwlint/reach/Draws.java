package dev.fwlint.reach;

import dev.fwlint.model.Packet;
import dev.fwlint.model.Step;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Search;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Draws packets at random from all that may hit a step: a packet is drawn from what the step and a
 * path to it ask; one that fails shows which others fail with it, and the next is drawn from the
 * rest.
 */
final class Draws {
  /** So many packets are tried for each that is wanted. */
  private static final int TRIES = 40;

  private static final int MOST_PATHS = 30;

  private final Reach reach;
  private final Lots lots;
  private final List<Packet> drawn = new ArrayList<>();
  private int wanted;
  private int tried;

  private Draws(Reach reach, Random random) {
    this.reach = reach;
    lots = new Lots(reach.program.fields, random);
  }

  static Draws from(Reach reach, Random random) {
    return new Draws(reach, random);
  }

  /** Packets that hit a step, at most so many; none where none was found. */
  List<Packet> of(Step step, int count) {
    drawn.clear();
    wanted = count;
    tried = 0;
    try {
      reach
          .program
          .code(step.table(), step.chain())
          .map(code -> new Site(code, step.index() - 1))
          .ifPresent(goal -> reach.paths.offer(goal, goal.op().demand(), this::isEnough));
    } catch (Run.TooDeep tooDeep) {
      // what was drawn so far is as good
    }
    return List.copyOf(drawn);
  }

  /** Draws from a path; not all from one, where there are several. */
  private boolean isEnough(Path path) {
    tried++;
    int most = Math.min(wanted, drawn.size() + (wanted + 1) / 2);
    Product likely = path.likely(reach.program.fields.space);
    for (Product origin : path.route().origins(likely)) {
      draw(path, reach.possible.intersect(origin), most);
    }
    if (drawn.isEmpty()) {
      // rules on the way may have made it what is asked
      draw(path, reach.possible, most);
    }
    return drawn.size() >= wanted || tried >= MOST_PATHS;
  }

  private void draw(Path path, PacketSet from, int most) {
    if (drawn.size() < most) {
      int tries = TRIES * (most - drawn.size());
      Search.among(
          from,
          piece -> lots.point(piece, path.route()),
          point -> settled(path, point, most),
          tries);
    }
  }

  /** Packets around one that are not drawn from any more; nothing once enough was drawn. */
  private Optional<Product> settled(Path path, Point point, int most) {
    Optional<Failure> failure = new Run(reach.program, path, point).go();
    if (failure.isPresent()) {
      return failure.map(Failure::packets);
    }
    drawn.add(lots.packet(point, path.route()));
    return drawn.size() >= most ? Optional.empty() : Optional.of(lots.alone(point));
  }
}
