package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.IpSetType;
import dev.fwlint.model.IpSetType.Dimension;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.AddressBoxes.Block;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a question about a set says of packets, as boxes of their fields. Where no boxes say it
 * exactly, some of it stays open.
 */
final class SetBoxes {
  private final Condition.InSet asked;
  private final IpSet set;
  private final Family family;
  private final Names names;

  private SetBoxes(Condition.InSet asked, IpSet set, Family family, Names names) {
    this.asked = asked;
    this.set = set;
    this.family = family;
    this.names = names;
  }

  static Membership of(Condition.InSet asked, Family family, Names names) {
    Membership all = new SetBoxes(asked, asked.set(), family, names).membership();
    return BoxMerge.fewer(all);
  }

  private Membership membership() {
    boolean suits = set.family().isEmpty() || set.family().get() == family;
    if (!suits || asked.ends().size() < set.type().dimensions().size()) {
      return Membership.NONE;
    }
    boolean counts = asked.counts() && set.shape().counts();
    if (set.type() == IpSetType.LIST_SET) {
      return list().changed(false, counts);
    }
    if (asked.ofExceptions() && set.type().hasExceptions()) {
      return Membership.UNKNOWN;
    }
    Membership saved =
        set.type() == IpSetType.HASH_NET_IFACE
            ? new InterfaceBoxes(set, asked.ends(), family, names).membership()
            : elements();
    return saved.changed(set.changes().grows(), set.changes().shrinks() || counts);
  }

  private Membership list() {
    List<List<Test>> certain = new ArrayList<>();
    List<List<Test>> possible = new ArrayList<>();
    for (SetElement element : set.elements()) {
      if (element.parts().getFirst() instanceof Part.Member(IpSet member)) {
        Condition.InSet inner =
            new Condition.InSet(member, asked.ends(), asked.ofExceptions(), false, "", false);
        Membership one = new SetBoxes(inner, member, family, names).membership();
        possible.addAll(one.possible());
        certain.addAll(element.expires() ? List.of() : one.certain());
      }
    }
    return new Membership(certain, possible);
  }

  /** The parts of an element beside one address, and whether these tests say all of them. */
  private record Rest(List<Test> tests, boolean sure) {}

  /** The networks of elements that have all else alike. */
  private static final class Group {
    final List<SetElement> elements = new ArrayList<>();
  }

  private Membership elements() {
    int varying = varying();
    Map<Rest, Group> groups = new LinkedHashMap<>();
    for (SetElement element : set.elements()) {
      rest(element, varying)
          .ifPresent(rest -> groups.computeIfAbsent(rest, r -> new Group()).elements.add(element));
    }
    List<List<Test>> certain = new ArrayList<>();
    List<List<Test>> possible = new ArrayList<>();
    boolean ordered = isOrdered();
    groups.forEach((rest, group) -> {
      Membership addresses = addresses(group.elements, varying, ordered);
      possible.addAll(with(addresses.possible(), rest.tests()));
      certain.addAll(rest.sure() ? with(addresses.certain(), rest.tests()) : List.of());
    });
    if (family == Family.IPV6
        && set.type().dimensions().contains(Dimension.PORT)
        && set.type() != IpSetType.BITMAP_PORT
        && !set.elements().isEmpty()) {
      possible.add(List.of(new Test(PROTOCOL, SetPorts.EXTENSIONS)));
    }
    return new Membership(certain, possible);
  }

  private static List<List<Test>> with(List<List<Test>> boxes, List<Test> more) {
    return boxes.stream()
        .map(box -> {
          List<Test> all = new ArrayList<>(box);
          all.addAll(more);
          return (List<Test>) all;
        })
        .toList();
  }

  /** The dimension of addresses by which elements are put together: the one with networks. */
  private int varying() {
    List<Dimension> dimensions = set.type().dimensions();
    int net = dimensions.indexOf(Dimension.NET);
    return net >= 0 ? net : dimensions.indexOf(Dimension.IP);
  }

  /**
   * Whether of the elements that hold a packet the one with the longest prefix is known: IPv4
   * networks that differ in nothing else.
   */
  private boolean isOrdered() {
    boolean two = set.type().dimensions().stream().filter(Dimension.NET::equals).count() > 1;
    return family == Family.IPV4
        && !two
        && set.elements().stream().allMatch(element -> isPoint(element, varying()));
  }

  private static boolean isPoint(SetElement element, int varying) {
    for (int i = 0; i < element.parts().size(); i++) {
      boolean point =
          switch (element.parts().get(i)) {
            case Part.Block block -> i == varying || block.length() == 32;
            case Part.Ports ports -> ports.ports().from() == ports.ports().to();
            default -> true;
          };
      if (!point) {
        return false;
      }
    }
    return true;
  }

  /** Which addresses the elements of a group hold. */
  private Membership addresses(List<SetElement> elements, int varying, boolean ordered) {
    if (varying < 0) {
      boolean certain = elements.stream().anyMatch(element -> !element.expires());
      List<List<Test>> all = List.of(List.of());
      return new Membership(certain ? all : List.of(), all);
    }
    if (!set.shape().mask().map(SetBoxes::isPrefix).orElse(true)) {
      return Membership.UNKNOWN;
    }
    int high = high(asked.ends().get(varying));
    boolean exceptions = elements.stream().anyMatch(SetElement::exception);
    if (exceptions && ordered) {
      return new Levels(elements, varying).membership(high);
    }
    List<Block> certain = new ArrayList<>();
    List<Block> possible = new ArrayList<>();
    for (SetElement element : elements) {
      if (!element.exception()) {
        Block block = block(element.parts().get(varying));
        possible.add(block);
        if (!element.expires() && !exceptions) {
          certain.add(block);
        }
      }
    }
    return new Membership(
        AddressBoxes.of(family, certain, high), AddressBoxes.of(family, possible, high));
  }

  private static boolean isPrefix(Address mask) {
    int bits = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    return mask.equals(Address.mask(mask.family(), bits));
  }

  /** The addresses that are an element's once they are masked. */
  private Block block(Part part) {
    Part.Block block = (Part.Block) part;
    int most =
        set.shape()
            .mask()
            .map(mask -> Long.bitCount(mask.high()) + Long.bitCount(mask.low()))
            .orElse(128);
    int length = Math.min(block.length(), most);
    return new Block(block.base().and(Address.mask(family, length)), length);
  }

  private static int high(End end) {
    return end == End.SOURCE ? SOURCE_HIGH : DESTINATION_HIGH;
  }

  /** Goes from short prefixes to long ones: the longest that holds an address decides. */
  private final class Levels {
    private final Map<Integer, List<SetElement>> byLength = new java.util.TreeMap<>();
    private final int varying;
    private IntervalSet certain = IntervalSet.EMPTY;
    private IntervalSet possible = IntervalSet.EMPTY;

    Levels(List<SetElement> elements, int varying) {
      this.varying = varying;
      for (SetElement element : elements) {
        int length = block(element.parts().get(varying)).length();
        byLength.computeIfAbsent(length, l -> new ArrayList<>()).add(element);
      }
    }

    Membership membership(int high) {
      byLength.values().forEach(this::level);
      return new Membership(boxes(certain, high), boxes(possible, high));
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
              .map(element -> block(element.parts().get(varying)))
              .toList());
    }

    private static List<List<Test>> boxes(IntervalSet values, int high) {
      return values.isEmpty() ? List.of() : List.of(List.of(new Test(high + 1, values)));
    }
  }

  /** What an element asks beside one address; nothing where no packet has that. */
  private Optional<Rest> rest(SetElement element, int varying) {
    List<Test> tests = new ArrayList<>();
    Set<Boolean> sure = new HashSet<>();
    List<Dimension> dimensions = set.type().dimensions();
    for (int i = 0; i < dimensions.size(); i++) {
      End end = asked.ends().get(i);
      boolean there = i < element.parts().size();
      switch (dimensions.get(i)) {
        case IP, NET -> {
          if (i != varying) {
            List<Block> other = List.of(block(element.parts().get(i)));
            tests.addAll(AddressBoxes.of(family, other, high(end)).getFirst());
          }
        }
        case PORT -> {
          Optional<SetPorts.Asked> ports =
              SetPorts.of((Part.Ports) element.parts().get(i), end, family);
          if (ports.isEmpty()) {
            return Optional.empty();
          }
          tests.addAll(ports.get().tests());
          sure.add(ports.get().sure());
        }
        case MAC -> {
          tests.add(new Test(IN, names.withMac()));
          boolean known = there && end == End.SOURCE;
          sure.add(known);
          if (known && element.parts().get(i) instanceof Part.Mac(long mac)) {
            tests.add(new Test(MAC, IntervalSet.of(mac)));
          }
        }
        case MARK -> sure.add(false);
        case INTERFACE, NAME -> {}
      }
    }
    return Optional.of(new Rest(List.copyOf(tests), !sure.contains(false)));
  }
}
