package dev.fwlint.reach;

import static java.util.function.Predicate.not;

import dev.fwlint.packets.Cover;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import dev.fwlint.reach.Reach.Cause;
import dev.fwlint.reach.Reach.Proof;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of the steps that a proof came across really keep the packets away: the fewest that
 * suffice.
 */
final class Blame {
  /** Of more causes than this, all are named as they were found. */
  private static final int MANY = 40;

  /** So many packets are tried to see whether some causes suffice without another one. */
  private static final int TRIES = 60;

  /** That nat's chains see no packet of a known connection, which is nobody's doing. */
  private static final Cause NAT = new Cause(Cause.Kind.DOES_NOT_MATCH, Optional.empty());

  private final Program program;
  private final Preferences usual;

  /** The step itself, which does not match what others have changed. */
  private final Cause own;

  Blame(Program program, Preferences usual, Site goal) {
    this.program = program;
    this.usual = usual;
    this.own = new Cause(Cause.Kind.DOES_NOT_MATCH, Optional.of(goal.op().step()));
  }

  List<Cause> causes(List<Proof> proofs) {
    Set<Cause> found = new LinkedHashSet<>();
    for (Proof proof : proofs) {
      proof.failures().values().stream().map(Blame::cause).forEach(found::add);
    }
    List<Cause> causes = new ArrayList<>(found);
    if (causes.size() > 1 && causes.size() <= MANY) {
      causes.removeAll(List.of(own, NAT));
      causes.addAll(0, List.of(own, NAT));
      // those found last are the likeliest to be needless
      for (Cause cause : List.copyOf(causes).reversed()) {
        List<Cause> others = causes.stream().filter(not(cause::equals)).toList();
        Without without = Without.causes(found.stream().filter(not(others::contains)).toList());
        if (proofs.stream().allMatch(proof -> suffice(others, without, proof))) {
          causes = new ArrayList<>(others);
        }
      }
    }
    changers(proofs, causes).filter(not(causes::contains)).forEach(causes::add);
    return causes.stream().filter(not(NAT::equals)).toList();
  }

  /**
   * Whether causes keep all packets away if the other steps that were found were not there. What is
   * known does not always tell: who was stopped by one of those may be stopped by one of these.
   */
  private boolean suffice(List<Cause> causes, Without without, Proof proof) {
    List<Product> takers = new ArrayList<>();
    proof.failures().values().stream()
        .filter(failure -> causes.contains(cause(failure)))
        .forEach(failure -> takers.add(failure.packets()));
    for (int tries = 0; tries < TRIES; tries++) {
      Cover cover = Cover.of(proof.wanted(), takers, usual);
      if (!(cover instanceof Cover.Open open)) {
        return cover instanceof Cover.Covered;
      }
      Optional<Failure> failure =
          new Run(program, proof.path(), open.outside(), without)
              .go()
              .filter(why -> causes.contains(cause(why)));
      if (failure.isEmpty()) {
        return false;
      }
      takers.add(failure.get().packets());
    }
    return false;
  }

  /** Who made packets such that the steps to blame do not match them. */
  private static Stream<Cause> changers(List<Proof> proofs, List<Cause> causes) {
    return proofs.stream()
        .flatMap(proof ->
            proof.failures().values().stream()
                .filter(failure -> proof.wanted().overlaps(failure.packets())))
        .filter(failure -> failure.kind() == Failure.Kind.MISMATCH)
        .filter(failure -> causes.contains(cause(failure)))
        .flatMap(failure -> failure.changers().stream())
        .map(op -> new Cause(Cause.Kind.CHANGES, Optional.of(op.step())))
        .distinct()
        .toList()
        .stream();
  }

  private static Cause cause(Failure failure) {
    Cause.Kind kind =
        switch (failure.kind()) {
          case TAKEN -> Cause.Kind.TAKES;
          case LEFT -> Cause.Kind.SENDS_AWAY;
          case MISMATCH -> Cause.Kind.DOES_NOT_MATCH;
        };
    return new Cause(kind, failure.cause().map(Op::step));
  }
}
