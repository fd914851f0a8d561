package dev.fwlint.reach;

import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Demand.Takes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Unknown conditions whose answer must not matter: packets are sent as if they went either way. */
final class EitherWay {
  private final Set<String> expressions;

  /** Of those that are asked more than once. */
  private final List<Integer> answers;

  EitherWay(Fields fields, Set<String> expressions) {
    this.expressions = expressions;
    answers = fields.of(expressions);
  }

  /** A packet's ways: as a trace goes on as if, and where they go the other way. */
  Stream<Run> ways(Passage passage, Point packet, Without without) {
    Run usual = passage.run(packet, Doubt.PASSES_BY, without);
    return expressions.isEmpty()
        ? Stream.of(usual)
        : Stream.of(usual, otherWay(passage, packet, without));
  }

  private Run otherWay(Passage passage, Point packet, Without without) {
    Point other = packet;
    for (int answer : answers) {
      other = other.with(answer, 1 - packet.get(answer));
    }
    return passage.run(other, op -> op.asks(expressions) ? Takes.YES : Takes.NO, without);
  }

  /** Packets, whatever the answers. */
  Product whichever(Product packets) {
    Product all = packets;
    for (int answer : answers) {
      all = all.without(answer);
    }
    return all;
  }
}
