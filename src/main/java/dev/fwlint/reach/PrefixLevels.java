package dev.fwlint.reach;

import dev.fwlint.model.SetElement;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.AddressBoxes.Block;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which IPv4 addresses a set with exceptions holds. It goes from short prefixes to long ones: the
 * longest that holds an address decides.
 */
final class PrefixLevels {
  private final Function<SetElement, Block> block;
  private IntervalSet certain = IntervalSet.EMPTY;
  private IntervalSet possible = IntervalSet.EMPTY;

  private PrefixLevels(Function<SetElement, Block> block) {
    this.block = block;
  }

  /**
   * @param block the network of an element
   * @param high the field of the address's upper half
   */
  static Membership of(List<SetElement> elements, Function<SetElement, Block> block, int high) {
    Map<Integer, List<SetElement>> byLength = new TreeMap<>();
    for (SetElement element : elements) {
      int length = block.apply(element).length();
      byLength.computeIfAbsent(length, l -> new ArrayList<>()).add(element);
    }
    PrefixLevels levels = new PrefixLevels(block);
    byLength.values().forEach(levels::level);
    return new Membership(boxes(levels.certain, high), boxes(levels.possible, high));
  }

  private void level(List<SetElement> elements) {
    IntervalSet members = of(elements, false, false);
    IntervalSet exceptions = of(elements, true, false);
    certain = certain.subtract(exceptions).subtract(of(elements, true, true)).union(members);
    possible = possible.subtract(exceptions).union(members).union(of(elements, false, true));
  }

  private IntervalSet of(List<SetElement> elements, boolean exception, boolean expires) {
    return AddressBoxes.v4(
        elements.stream()
            .filter(element -> element.exception() == exception && element.expires() == expires)
            .map(block)
            .toList());
  }

  private static List<List<Test>> boxes(IntervalSet values, int high) {
    return values.isEmpty() ? List.of() : List.of(List.of(new Test(high + 1, values)));
  }
}
