package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packets that were found to be stopped, where that is so of all that one interface sends, or of
 * all that goes to it: the next packet from elsewhere to there need not be sent.
 */
final class Stopped {
  private static final int LAST = 8;

  private static final List<Integer> ENDS = List.of(IN, ROUTED_OUT);

  private final Map<List<Long>, Deque<Product>> byEnd = new HashMap<>();

  Optional<Product> known(Point packet) {
    return ENDS.stream()
        .flatMap(end -> last(end, packet.get(end)).stream())
        .filter(product -> product.contains(packet))
        .findFirst();
  }

  void add(Product packets) {
    for (int end : ENDS) {
      if (packets.set(end).size() == 1) {
        Deque<Product> last = last(end, packets.set(end).min());
        last.addFirst(packets);
        if (last.size() > LAST) {
          last.removeLast();
        }
      }
    }
  }

  private Deque<Product> last(int end, long device) {
    return byEnd.computeIfAbsent(List.of((long) end, device), key -> new ArrayDeque<>());
  }
}
