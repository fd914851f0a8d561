package dev.fwlint.reach;

import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Search;
import dev.fwlint.reach.Program.Site;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.reach.Reach.Proof;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step, and what is found out about it. */
final class Question {
  /** How often each jump of a path is looked at. */
  private static final int LOOKS = 5;

  private final Reach reach;
  private final Site goal;
  private final Demand asked;
  private final PacketSet among;
  private final List<Proof> proofs = new ArrayList<>();
  private int budget = Reach.BUDGET;
  private final Reach.Arrival arrival;

  /** Whether one packet that hits the goal, whichever it is, ends the question. */
  private final boolean anyPacket;

  private boolean alive;

  Question(Reach reach, Site goal, Demand asked, PacketSet among, Reach.Arrival arrival) {
    this.reach = reach;
    this.goal = goal;
    this.asked = asked;
    this.among = among;
    this.arrival = arrival;
    this.anyPacket = arrival == Reach.ANY && among == reach.possible;
  }

  boolean isSettled() {
    try {
      return reach.paths.offer(goal, asked, this::isTaken) && !alive && budget > 0;
    } catch (Run.TooDeep tooDeep) {
      return false;
    }
  }

  Answer answer() {
    try {
      if (anyPacket && reach.guesses.again(goal, asked)) {
        return new Answer.Alive();
      }
      boolean all = reach.paths.offer(goal, asked, this::isTaken);
      if (alive) {
        return new Answer.Alive();
      }
      return all && budget > 0
          ? new Answer.Dead(new Blame(reach.program, reach.usual, goal).causes(proofs))
          : new Answer.Undecided();
    } catch (Run.TooDeep tooDeep) {
      return new Answer.Undecided();
    }
  }

  /** Looks among likely packets first, then among all. */
  private boolean isTaken(Path path) {
    reach.program.patience.spend(LOOKS * (path.sites().size() + 1));
    Product likely = path.likely(reach.program.fields.space);
    List<Product> from = path.route().origins(likely);
    boolean changes = changesWhatIsAsked(path);
    alive = anyPacket && reach.guesses.arrives(path, likely, from, changes);
    if (alive) {
      return true;
    }
    Map<Product, Failure> failures = new LinkedHashMap<>();
    for (Product origin : from) {
      look(path, among.intersect(origin), failures);
      if (alive || budget <= 0) {
        return true;
      }
    }
    if (changes) {
      look(path, among, failures);
    }
    List<Product> origins =
        from.stream().flatMap(origin -> among.intersect(origin).products().stream()).toList();
    proofs.add(new Proof(path, PacketSet.union(reach.program.fields.space, origins), failures));
    return alive || budget <= 0;
  }

  /** Whether rules on the way change what the path asks: then packets of all kinds may come. */
  private boolean changesWhatIsAsked(Path path) {
    Product all = Product.all(reach.program.fields.space);
    BitSet fields = new BitSet();
    asked.upperBound(all).fields().forEach(fields::set);
    path.sites().forEach(s -> s.op().demand().upperBound(all).fields().forEach(fields::set));
    BitSet sources = path.route().sources(fields);
    return path.route().legs().stream()
        .flatMap(leg -> leg.code().stream())
        .anyMatch(code -> code.changes.intersects(sources));
  }

  private void look(Path path, PacketSet packets, Map<Product, Failure> failures) {
    PacketSet left = packets;
    for (Product known : failures.keySet()) {
      if (left.isEmpty()) {
        return;
      }
      left = left.subtract(known);
    }
    Search search =
        Search.in(left, reach.usual, packet -> fails(path, packet, failures), Math.max(1, budget));
    switch (search) {
      case Search.Found found -> {
        alive = true;
        reach.guesses.remember(path, found.point());
      }
      case Search.GivenUp given -> budget = 0;
      case Search.Exhausted none -> {}
    }
  }

  private Optional<Product> fails(Path path, Point packet, Map<Product, Failure> failures) {
    budget--;
    Run run = new Run(reach.program, path, packet);
    Optional<Failure> failure = run.go();
    if (failure.isEmpty()) {
      return arrival.settled(path, run);
    }
    failure.ifPresent(why -> failures.putIfAbsent(why.packets(), why));
    return failure.map(Failure::packets);
  }
}
