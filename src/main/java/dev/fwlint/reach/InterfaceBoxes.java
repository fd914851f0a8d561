package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.AddressBoxes.Block;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set of networks and interfaces holds: the longest prefix that is there for any interface
 * decides for all interfaces (net/netfilter/ipset/ip_set_hash_netiface.c, {@code multi}).
 */
final class InterfaceBoxes {
  private final IpSet set;
  private final Family family;
  private final Names names;
  private final int high;
  private final int device;
  private final Map<Block, List<SetElement>> byNetwork = new LinkedHashMap<>();

  InterfaceBoxes(IpSet set, List<End> ends, Family family, Names names) {
    this.set = set;
    this.family = family;
    this.names = names;
    this.high = ends.getFirst() == End.SOURCE ? SOURCE_HIGH : DESTINATION_HIGH;
    this.device = ends.get(1) == End.SOURCE ? IN : OUT;
  }

  Membership membership() {
    boolean exceptions = set.elements().stream().anyMatch(SetElement::exception);
    boolean simple = family == Family.IPV4;
    for (SetElement element : set.elements()) {
      simple &= !element.expires() && !device(element).port();
      // of several that hold an interface, which is found first is not known
      simple &= !(exceptions && device(element).prefix());
      if (element.parts().getFirst() instanceof Part.Block(var base, int length)) {
        byNetwork.computeIfAbsent(new Block(base, length), b -> new ArrayList<>()).add(element);
      }
    }
    if (simple) {
      List<List<Test>> exact = exact();
      return new Membership(exact, exact);
    }
    List<List<Test>> possible = new ArrayList<>();
    byNetwork.forEach((block, elements) -> {
      for (List<Test> box : AddressBoxes.of(family, List.of(block), high)) {
        add(possible, box, elements);
      }
    });
    return new Membership(List.of(), possible);
  }

  private static Part.Device device(SetElement element) {
    return (Part.Device) element.parts().getLast();
  }

  /** The interfaces for which it is there, and those for which it is an exception. */
  private IntervalSet interfaces(List<SetElement> elements, boolean exception) {
    return IntervalSet.union(
        elements.stream()
            .filter(element -> element.exception() == exception)
            .map(element -> device(element))
            .filter(by -> !by.port())
            .map(by -> names.values(new Condition.Interface(true, by.name(), by.prefix(), false)))
            .toList());
  }

  private void add(List<List<Test>> boxes, List<Test> addresses, List<SetElement> elements) {
    IntervalSet members = interfaces(elements, false);
    if (!members.isEmpty()) {
      List<Test> box = new ArrayList<>(addresses);
      box.add(new Test(device, members));
      boxes.add(box);
    }
  }

  /** From the longest prefixes to the shortest, each without what longer ones have taken. */
  private List<List<Test>> exact() {
    TreeMap<Integer, List<Block>> byLength = new TreeMap<>();
    byNetwork
        .keySet()
        .forEach(
            block -> byLength.computeIfAbsent(-block.length(), l -> new ArrayList<>()).add(block));
    List<List<Test>> boxes = new ArrayList<>();
    IntervalSet taken = IntervalSet.EMPTY;
    for (List<Block> level : byLength.values()) {
      for (Block block : level) {
        IntervalSet own = block.lows().subtract(taken);
        if (!own.isEmpty()) {
          add(boxes, List.of(new Test(high + 1, own)), byNetwork.getOrDefault(block, List.of()));
        }
      }
      taken = taken.union(AddressBoxes.v4(level));
    }
    return boxes;
  }
}
