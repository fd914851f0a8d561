package dev.fwlint.reach;

import dev.fwlint.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A chain that a packet is in. */
final class Frame {
  final Code code;
  final Leg leg;
  final Optional<Frame> parent;
  final Optional<Op> by;

  /** Whether the way that is asked about leads through this chain. */
  final boolean onPath;

  /** Whether what is explained happened because the packet was in here. */
  boolean needed;

  Frame(Code code, Leg leg, Optional<Frame> parent, Optional<Op> by, boolean onPath) {
    this.code = code;
    this.leg = leg;
    this.parent = parent;
    this.by = by;
    this.onPath = onPath;
  }

  int depth() {
    return parent.map(Frame::depth).orElse(0) + 1;
  }

  /** The steps that led here from a built-in chain, in the packet's order. */
  List<Step> jumps() {
    List<Step> jumps = new ArrayList<>(parent.map(Frame::jumps).orElse(List.of()));
    by.ifPresent(op -> jumps.add(op.step()));
    return jumps;
  }
}
