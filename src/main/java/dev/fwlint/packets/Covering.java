package dev.fwlint.packets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes the takers off what is wanted, piece by piece, depth first: a point that no taker holds
 * shows early.
 */
final class Covering {
  /** Packets not taken yet, and the takers that may hold some. */
  private static final class Piece {
    final Product packets;
    final int[] candidates;

    Piece(Product packets, int[] candidates) {
      this.packets = packets;
      this.candidates = candidates;
    }
  }

  private final Product[] takers;
  private final Preferences preferences;
  private final BitSet used = new BitSet();
  private final Deque<Piece> left = new ArrayDeque<>();
  private int looks;

  Covering(Product[] takers, Preferences preferences, int looks) {
    this.takers = takers;
    this.preferences = preferences;
    this.looks = looks;
  }

  /** How many looks it has not needed. */
  int looksLeft() {
    return looks;
  }

  Cover of(List<Product> wanted) {
    return of(wanted, IntStream.range(0, takers.length).toArray());
  }

  /** With the takers of these indices only. */
  Cover of(List<Product> wanted, int[] candidates) {
    wanted.forEach(product -> left.push(new Piece(product, candidates)));
    while (!left.isEmpty()) {
      Piece piece = left.pop();
      looks -= piece.candidates.length;
      if (looks < 0) {
        return new Cover.Undecided();
      }
      Optional<Point> open = take(piece);
      if (open.isPresent()) {
        return new Cover.Open(open.get());
      }
    }
    return new Cover.Covered(used.stream().boxed().toList());
  }

  /** Replaces a piece by smaller ones, unless it has a point that no taker holds. */
  private Optional<Point> take(Piece piece) {
    int[] cutters = new int[piece.candidates.length];
    int count = 0;
    List<Integer> slicers = new ArrayList<>();
    for (int taker : piece.candidates) {
      int crossings = piece.packets.crossings(takers[taker]);
      if (crossings == 0) {
        used.set(taker);
        return Optional.empty();
      } else if (crossings == 1) {
        slicers.add(taker);
      } else if (crossings > 1) {
        cutters[count++] = taker;
      }
    }
    int[] rest = Arrays.copyOf(cutters, count);
    return slicers.isEmpty() ? cut(piece.packets, rest) : slice(piece.packets, slicers, rest);
  }

  /** Takers that cross one field alone leave one piece, however many they are. */
  private Optional<Point> slice(Product packets, List<Integer> slicers, int[] rest) {
    Slicing slicing = new Slicing(packets, takers);
    slicers.forEach(slicing::add);
    Product uncut = slicing.cut(used);
    if (!uncut.isEmpty()) {
      left.push(new Piece(uncut, rest));
    }
    return Optional.empty();
  }

  private Optional<Point> cut(Product packets, int[] candidates) {
    Point point = packets.pick(preferences);
    int best = best(packets, point, candidates);
    if (best < 0) {
      return Optional.of(point);
    }
    List<Product> halves = Halving.of(packets, takers, candidates);
    if (!halves.isEmpty()) {
      halves.forEach(half -> left.push(new Piece(half, candidates)));
      return Optional.empty();
    }
    used.set(best);
    int[] others = Arrays.stream(candidates).filter(taker -> taker != best).toArray();
    for (Product part : packets.subtract(takers[best]).reversed()) {
      left.push(new Piece(part, others));
    }
    return Optional.empty();
  }

  /** The taker that holds a point, and most of the packets with it, or -1. */
  private int best(Product packets, Point point, int[] candidates) {
    int best = -1;
    double most = 0;
    for (int taker : candidates) {
      if (takers[taker].contains(point)) {
        double share = takers[taker].share(packets);
        if (best < 0 || share > most) {
          best = taker;
          most = share;
        }
      }
    }
    return best;
  }
}
