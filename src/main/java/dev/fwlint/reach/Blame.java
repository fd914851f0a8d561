package dev.fwlint.reach;

import static java.util.function.Predicate.not;

import dev.fwlint.packets.Cover;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
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

  private final Preferences usual;

  Blame(Preferences usual) {
    this.usual = usual;
  }

  List<Cause> causes(List<Proof> proofs) {
    Set<Cause> found = new LinkedHashSet<>();
    for (Proof proof : proofs) {
      proof.failures().values().stream().map(Blame::cause).forEach(found::add);
    }
    List<Cause> causes = new ArrayList<>(found);
    if (causes.size() > 1 && causes.size() <= MANY) {
      // those found last are the likeliest to be needless
      for (Cause cause : List.copyOf(causes).reversed()) {
        List<Cause> others = causes.stream().filter(other -> !other.equals(cause)).toList();
        if (proofs.stream().allMatch(proof -> suffice(others, proof))) {
          causes = new ArrayList<>(others);
        }
      }
    }
    changers(proofs, causes).filter(not(causes::contains)).forEach(causes::add);
    // that nat's chains see no packet of a known connection is nobody's doing
    return causes.stream()
        .filter(cause -> cause.kind() != Cause.Kind.DOES_NOT_MATCH || cause.step().isPresent())
        .toList();
  }

  /** Who made packets such that the steps to blame do not match them. */
  private static Stream<Cause> changers(List<Proof> proofs, List<Cause> causes) {
    return proofs.stream()
        .flatMap(proof -> proof.failures().values().stream())
        .filter(failure -> failure.kind() == Failure.Kind.MISMATCH)
        .filter(failure -> causes.contains(cause(failure)))
        .flatMap(failure -> failure.changers().stream())
        .map(op -> new Cause(Cause.Kind.CHANGES, Optional.of(op.step())))
        .distinct()
        .toList()
        .stream();
  }

  private boolean suffice(List<Cause> causes, Proof proof) {
    List<Product> takers =
        proof.failures().entrySet().stream()
            .filter(entry -> causes.contains(cause(entry.getValue())))
            .map(java.util.Map.Entry::getKey)
            .toList();
    return Cover.of(proof.wanted(), takers, usual) instanceof Cover.Covered;
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
